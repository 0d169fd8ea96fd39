using System.Globalization;
using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>Names of metrics: a word, and for those of a list its length after an @.</summary>
internal static class MetricName
{
    /// <summary>The list length in a name; 1 for a metric of the whole ranking.</summary>
    /// <exception cref="KindredDataException">It is no such name.</exception>
    public static int CutoffOf(string metric)
    {
        int at = metric.IndexOf('@', StringComparison.Ordinal);
        int cutoff = 1;
        bool valid = at < 0
            ? metric == "auc"
            : int.TryParse(metric.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out cutoff) && cutoff > 0;
        return valid && new RankingMetrics([cutoff]).Names.Contains(metric)
            ? cutoff
            : throw new KindredDataException($"There is no metric '{metric}'; the metrics are: {string.Join(", ", new RankingMetrics([20]).Names)}, at any list length.");
    }
}
