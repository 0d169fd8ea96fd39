namespace Kindred.Evaluation;

/// <summary>The never-falling step function of the scores with the least squared error (pool adjacent violators; Barlow et al., 1972).</summary>
internal sealed class MonotoneFit
{
    private readonly double[] _lowest;
    private readonly double[] _values;

    private MonotoneFit(double[] lowest, double[] values) => (_lowest, _values) = (lowest, values);

    /// <summary>Fits values to scores; at least one pair. Equal scores get one value.</summary>
    public static MonotoneFit Fit(IEnumerable<(double Score, double Value)> pairs)
    {
        var blocks = new List<(double Lowest, double Sum, double Count)>();
        foreach (var group in pairs.GroupBy(p => p.Score).OrderBy(g => g.Key))
        {
            (double lowest, double sum, double count) = (group.Key, group.Sum(p => p.Value), group.Count());
            while (blocks.Count > 0 && blocks[^1].Sum * count >= sum * blocks[^1].Count)
            {
                (lowest, sum, count) = (blocks[^1].Lowest, blocks[^1].Sum + sum, blocks[^1].Count + count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add((lowest, sum, count));
        }

        return new MonotoneFit([.. blocks.Select(b => b.Lowest)], [.. blocks.Select(b => b.Sum / b.Count)]);
    }

    /// <summary>The value of the block a score falls in; the first block's for scores below all.</summary>
    public double Predict(double score)
    {
        int at = Array.BinarySearch(_lowest, score);
        return _values[Math.Max(0, at >= 0 ? at : ~at - 1)];
    }
}
