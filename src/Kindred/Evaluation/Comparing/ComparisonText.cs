using System.Globalization;
using System.Text;

namespace Kindred.Evaluation;

/// <summary>Prints a comparison as plain text.</summary>
public static class ComparisonText
{
    /// <summary>The marks in front of a figure.</summary>
    public const string Legend = "** best, ahead of all others beyond chance (paired bootstrap, Holm, 5 %); * best or not told apart from it; [ ] bootstrap interval; "
        + "peak MB of the whole process, added MB what training and asking took of it";

    /// <summary>One table: a line a model, a column a metric.</summary>
    /// <param name="table">The comparison.</param>
    /// <param name="metrics">Which metrics, by name; those the table does not have are left out.</param>
    public static string Render(ComparisonTable table, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] shown = [.. metrics.Where(table.Best.ContainsKey)];
        List<string[]> rows = [["model", .. shown, "train s", "score s", "peak MB", "added MB", "model MB"]];
        rows.AddRange(table.Models.Select(model => Row(table, model, shown)));
        var text = new StringBuilder();
        text.AppendLine($"{table.Protocol}: {table.Cases:N0} cases. {table.Description}").AppendLine();
        Align(text, rows);
        if (table.Models.Any(m => m.Settled.Count > 0))
        {
            text.AppendLine().AppendLine($"Options left open were settled as: {string.Join("; ", table.Models.Where(m => m.Settled.Count > 0).Select(Settled))}.");
        }

        return text.AppendLine().AppendLine(Legend).AppendLine(table.Definitions).ToString();
    }

    /// <summary>One metric by segment: a line a segment, a column a model; the best of each line is marked.</summary>
    /// <param name="table">The comparison.</param>
    /// <param name="metric">The metric, by name.</param>
    public static string RenderSegments(ComparisonTable table, string metric)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] segments = [.. table.Models.SelectMany(m => m.Segments.Keys).Distinct().Order(StringComparer.Ordinal)];
        List<string[]> rows = [["segment", "cases", .. table.Models.Select(m => m.Name)]];
        rows.AddRange(segments.Select(segment => SegmentRow(table, segment, metric)));
        var text = new StringBuilder();
        Align(text.AppendLine($"{table.Protocol}: {metric} by segment, * the highest; intervals are in the JSON").AppendLine(), rows);
        return text.ToString();
    }

    private static string Settled(ModelResult model) =>
        $"{model.Name} {string.Join(", ", model.Settled.Select(option => $"{option.Key} {Short(option.Value)}"))}";

    private static string Short(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Number(number, "G4") : value;

    private static string[] SegmentRow(ComparisonTable table, string segment, string metric)
    {
        double[] values = [.. table.Models.Select(m => m.Segments[segment].Metrics[metric])];
        return [segment, $"{table.Models[0].Segments[segment].Cases}", .. values.Select(v => (v >= values.Max() ? "* " : string.Empty) + Number(v, "0.0000"))];
    }

    private static void Align(StringBuilder text, List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }
    }

    private static string[] Row(ComparisonTable table, ModelResult model, string[] metrics) =>
    [
        model.Name, .. metrics.Select(metric => Cell(table, model, metric)), Number(model.TrainSeconds, "0.00"), Number(model.ScoreSeconds, "0.00"),
        Number(model.PeakMemoryMb, "0"), Number(model.AddedMemoryMb, "0"), Number(model.SizeBytes / 1048576.0, "0.0"),
    ];

    private static string Cell(ComparisonTable table, ModelResult model, string metric)
    {
        BestModel best = table.Best[metric];
        string mark = best.Model == model.Name && best.IsSignificant ? "** " : best.Includes(model.Name) ? "* " : string.Empty;
        Interval interval = model.Intervals[metric];
        return $"{mark}{Number(model.Metrics[metric], "0.0000")} [{Number(interval.Low, "0.0000")}, {Number(interval.High, "0.0000")}]";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
