namespace Kindred.Evaluation;

/// <summary>Turns scores into probabilities that never fall as the score rises (pool adjacent violators; Zadrozny &amp; Elkan, 2002).</summary>
/// <remarks>
/// Every pooled block gets its share of true outcomes, kept half an outcome in all away from 0 and 1, so that the logarithmic loss stays finite.
/// Equal scores are one block.
/// </remarks>
internal sealed class IsotonicCalibration
{
    private readonly double[] _lowest;
    private readonly double[] _probability;

    private IsotonicCalibration(double[] lowest, double[] probability) => (_lowest, _probability) = (lowest, probability);

    /// <summary>Fits scores and their outcomes; at least one.</summary>
    public static IsotonicCalibration Fit(double[] scores, bool[] outcomes)
    {
        var blocks = new List<(double Lowest, double True, double Count)>();
        foreach (var group in scores.Zip(outcomes).GroupBy(p => p.First).OrderBy(g => g.Key))
        {
            (double lowest, double hits, double count) = (group.Key, group.Count(p => p.Second), group.Count());
            while (blocks.Count > 0 && blocks[^1].True * count >= hits * blocks[^1].Count)
            {
                (lowest, hits, count) = (blocks[^1].Lowest, blocks[^1].True + hits, blocks[^1].Count + count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add((lowest, hits, count));
        }

        double margin = 0.5 / (scores.Length + 1);
        return new IsotonicCalibration([.. blocks.Select(b => b.Lowest)], [.. blocks.Select(b => Math.Clamp(b.True / b.Count, margin, 1 - margin))]);
    }

    /// <summary>The probability of a score: that of the block it falls in, the first block's for scores below all.</summary>
    public double Probability(double score)
    {
        int at = Array.BinarySearch(_lowest, score);
        return _probability[Math.Max(0, at >= 0 ? at : ~at - 1)];
    }
}
