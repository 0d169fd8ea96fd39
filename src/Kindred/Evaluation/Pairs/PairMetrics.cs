namespace Kindred.Evaluation;

/// <summary>How good predicted probabilities of yes-or-no outcomes are.</summary>
/// <param name="Accuracy">Share of pairs said rightly.</param>
/// <param name="Precision">Of the pairs said to meet, the share that does; 0 when none is said to.</param>
/// <param name="Recall">Of the pairs that meet, the share said to.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="LogLoss">Mean of −ln of the probability given to what happened.</param>
/// <param name="CalibrationError">
/// Expected calibration error: mean over ten parts of equal size, by rising probability, of |mean probability − share that meets| (Naeini et al., 2015).
/// </param>
/// <param name="MeetingShare">Share of the pairs that meet.</param>
public sealed record PairMetrics(double Accuracy, double Precision, double Recall, double F1, double LogLoss, double CalibrationError, double MeetingShare)
{
    private const int Bins = 10;

    /// <summary>Computes the metrics.</summary>
    /// <param name="probabilities">Predicted probabilities, strictly between 0 and 1.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="threshold">Pairs of at least this probability are said to meet.</param>
    internal static PairMetrics Compute(double[] probabilities, bool[] outcomes, double threshold)
    {
        int said = probabilities.Count(p => p >= threshold);
        int meeting = outcomes.Count(o => o);
        int both = probabilities.Zip(outcomes).Count(p => p.First >= threshold && p.Second);
        int right = probabilities.Length - said - meeting + (2 * both);
        return new PairMetrics(
            Ratio(right, probabilities.Length), Ratio(both, said), Ratio(both, meeting), Ratio(2 * both, said + meeting),
            probabilities.Zip(outcomes).Average(p => -Math.Log(p.Second ? p.First : 1 - p.First)), ExpectedCalibrationError(probabilities, outcomes), Ratio(meeting, outcomes.Length));
    }

    /// <summary>The probability from which "will meet" has the best F1; one above all when nothing meets.</summary>
    internal static double BestThreshold(double[] probabilities, bool[] outcomes)
    {
        int meeting = outcomes.Count(o => o);
        double best = 1;
        double bestF1 = 0;
        int said = 0;
        int both = 0;
        foreach (var group in probabilities.Zip(outcomes).GroupBy(p => p.First).OrderByDescending(g => g.Key))
        {
            said += group.Count();
            both += group.Count(p => p.Second);
            double f1 = Ratio(2 * both, said + meeting);
            (best, bestF1) = f1 > bestF1 ? (group.Key, f1) : (best, bestF1);
        }

        return best;
    }

    private static double ExpectedCalibrationError(double[] probabilities, bool[] outcomes)
    {
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderBy(i => probabilities[i])];
        double error = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            int[] part = order[(int)((long)bin * order.Length / Bins)..(int)((long)(bin + 1) * order.Length / Bins)];
            error += Math.Abs(part.Sum(i => probabilities[i]) - part.Count(i => outcomes[i]));
        }

        return error / Math.Max(1, order.Length);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
