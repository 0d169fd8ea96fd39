using System.Text;
using Kindred.Evaluation;

namespace Kindred.Cli.Models;

/// <summary>Comparisons as text and as JSON.</summary>
internal static class EvaluationText
{
    /// <summary>The metrics that a table shows, the deciding one first; hit is left out where every case has one answer and it is the same as recall.</summary>
    public static IEnumerable<string> Metrics(ComparisonTable table, int cutoff)
    {
        (string recall, string hit) = ($"recall@{cutoff}", $"hit@{cutoff}");
        bool same = table.Best.ContainsKey(hit) && table.Models.All(m => m.Metrics[hit] == m.Metrics[recall]);
        return new[] { $"ndcg@{cutoff}", recall, hit, "f1", "accuracy", "precision", "recall", "log-loss", "calibration-error" }
            .Where(metric => table.Best.ContainsKey(metric) && !(same && metric == hit));
    }

    public static string Render(IReadOnlyList<ComparisonTable> tables, int cutoff, bool segments)
    {
        var text = new StringBuilder();
        foreach (ComparisonTable table in tables)
        {
            text.Append(text.Length > 0 ? Environment.NewLine : string.Empty).Append(ComparisonText.Render(table, [.. Metrics(table, cutoff)]));
            if (segments && table.Models.Any(m => m.Segments.Count > 0))
            {
                text.AppendLine().Append(ComparisonText.RenderSegments(table, $"ndcg@{cutoff}"));
            }
        }

        return text.ToString();
    }

    /// <summary>One comparison as it is, several under <c>comparisons</c>.</summary>
    public static byte[] Json(IReadOnlyList<ComparisonTable> tables)
    {
        using var stream = new MemoryStream();
        if (tables.Count == 1)
        {
            ComparisonJson.Write(tables[0], stream);
        }
        else
        {
            ComparisonJson.Write(tables, stream);
        }

        return stream.ToArray();
    }
}
