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
    /// <summary>Name of the logarithmic loss in tables.</summary>
    internal const string LogLossName = "log-loss";

    /// <summary>Name of the expected calibration error in tables.</summary>
    internal const string CalibrationErrorName = "calibration-error";

    /// <summary>Name of the share of pairs that meet, which is no model's merit.</summary>
    internal const string MeetingShareName = "meeting-share";

    private const int Bins = 10;

    /// <summary>What the metrics mean, to print beside them.</summary>
    public static string Definition =>
        "accuracy, precision, recall, f1 of \"will meet\" at the threshold of best f1 in the calibration window; log-loss = mean −ln of the probability of what "
        + "happened; calibration-error = mean |mean probability − share that meets| over ten parts of equal size by probability; lower is better for both.";

    /// <summary>The metrics by name.</summary>
    internal IReadOnlyDictionary<string, double> ByName => new Dictionary<string, double>
    {
        ["accuracy"] = Accuracy,
        ["precision"] = Precision,
        ["recall"] = Recall,
        ["f1"] = F1,
        [LogLossName] = LogLoss,
        [CalibrationErrorName] = CalibrationError,
        [MeetingShareName] = MeetingShare,
    };

    /// <summary>Computes the metrics.</summary>
    /// <param name="probabilities">Predicted probabilities, strictly between 0 and 1.</param>
    /// <param name="outcomes">What happened.</param>
    /// <param name="threshold">Pairs of at least this probability are said to meet.</param>
    internal static PairMetrics Compute(double[] probabilities, bool[] outcomes, double threshold) =>
        FromMeans(Means(Terms(probabilities, outcomes, threshold)));

    /// <summary>
    /// Numbers of each pair whose means over pairs give all metrics, so that means over bootstrap samples give theirs: right, said and meeting, said,
    /// meeting, loss, and for each part of the calibration probability − outcome.
    /// </summary>
    internal static float[][] Terms(double[] probabilities, bool[] outcomes, double threshold)
    {
        float[][] terms = [.. Enumerable.Range(0, 5 + Bins).Select(_ => new float[outcomes.Length])];
        int[] order = [.. Enumerable.Range(0, outcomes.Length).OrderBy(i => probabilities[i])];
        for (int place = 0; place < order.Length; place++)
        {
            int i = order[place];
            (double probability, bool met) = (probabilities[i], outcomes[i]);
            bool said = probability >= threshold;
            terms[0][i] = said == met ? 1 : 0;
            terms[1][i] = said && met ? 1 : 0;
            terms[2][i] = said ? 1 : 0;
            terms[3][i] = met ? 1 : 0;
            terms[4][i] = (float)-Math.Log(met ? probability : 1 - probability);
            terms[5 + (int)((long)place * Bins / order.Length)][i] = (float)(probability - (met ? 1 : 0));
        }

        return terms;
    }

    /// <summary>The metrics of means of <see cref="Terms"/>.</summary>
    internal static PairMetrics FromMeans(ReadOnlySpan<double> means)
    {
        double calibration = 0;
        foreach (double part in means[5..])
        {
            calibration += Math.Abs(part);
        }

        return new PairMetrics(means[0], Ratio(means[1], means[2]), Ratio(means[1], means[3]), Ratio(2 * means[1], means[2] + means[3]), means[4], calibration, means[3]);
    }

    private static double[] Means(float[][] terms) => [.. terms.Select(t => t.Length == 0 ? 0 : t.Average(v => (double)v))];

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

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
