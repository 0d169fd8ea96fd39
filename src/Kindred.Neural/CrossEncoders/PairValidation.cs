using System.Globalization;

namespace Kindred.Neural.CrossEncoders;

/// <summary>How good logits are on validation pairs; higher is better.</summary>
internal static class PairValidation
{
    /// <summary>The best F1 over thresholds where all labels are 0 or 1, else minus the mean cross-entropy.</summary>
    public static double Score(float[] logits, float[] labels) => IsGraded(labels) ? -CrossEntropy(logits, labels) : BestF1(logits, labels);

    /// <summary>Whether labels are more than yes and no.</summary>
    public static bool IsGraded(float[] labels) => !Array.TrueForAll(labels, l => l is 0 or 1);

    /// <summary>A score for people.</summary>
    public static string Describe(double score, bool isGraded) =>
        isGraded ? string.Create(CultureInfo.InvariantCulture, $"cross-entropy {-score:0.0000}") : string.Create(CultureInfo.InvariantCulture, $"F1 {score:0.0000}");

    private static double BestF1(float[] logits, float[] labels)
    {
        double matches = labels.Sum();
        (double said, double right, double best) = (0, 0, 0);
        // Pairs of equal logits are said together.
        foreach (IGrouping<float, int> group in Enumerable.Range(0, logits.Length).GroupBy(i => logits[i]).OrderByDescending(g => g.Key))
        {
            said += group.Count();
            right += group.Sum(i => labels[i]);
            best = Math.Max(best, 2 * right / (said + matches));
        }

        return best;
    }

    // −y ln σ(z) − (1 − y) ln(1 − σ(z)), written so that large logits stay finite.
    private static double CrossEntropy(float[] logits, float[] labels) =>
        logits.Zip(labels, (z, y) => Math.Max(z, 0) - (z * (double)y) + Math.Log(1 + Math.Exp(-Math.Abs(z)))).Average();
}
