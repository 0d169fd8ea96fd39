using System.Globalization;
using Kindred.Evaluation;
using Kindred.Report;

namespace Kindred.Cli.Models;

/// <summary>Turns comparisons into parts of the report: bars with intervals, the figures, the segments.</summary>
internal static class EvaluationSections
{
    private const int MostSegments = 30;

    public static IReadOnlyList<ReportSection> Of(IReadOnlyList<ComparisonTable> tables, int cutoff, DateTimeOffset now) =>
        [.. tables.Where(t => t.Models.Count > 0).Select(t => Section(t, cutoff, now))];

    private static ReportSection Section(ComparisonTable table, int cutoff, DateTimeOffset now)
    {
        string[] metrics = [.. EvaluationText.Metrics(table, cutoff)];
        string main = metrics[0];
        IReadOnlyList<ModelResult> ranked = table.Ranked(main);
        return new ReportSection(
            $"How well models predict: {table.Protocol}",
            $"{table.Description} {table.Cases:N0} cases, measured on {now:yyyy-MM-dd}. {Verdict(table, main)}",
            [.. ranked.Select(m => new ReportBar(Marked(table, m, main), m.Metrics[main], Ends(m.Intervals[main])))],
            ComparisonTable.LowerIsBetter(main) ? $"{main} (lower is better)" : main)
        {
            Tables = [Figures(table, ranked, metrics), .. Segments(table, ranked, main)],
        };
    }

    private static string Verdict(ComparisonTable table, string metric)
    {
        BestModel best = table.Best[metric];
        string[] level = [.. best.Rivals.Where(r => best.Includes(r.Model)).Select(r => r.Model)];
        return table.Models.Count == 1 ? string.Empty
            : best.IsSignificant ? $"{best.Model} is ahead of all others beyond chance in {metric} (paired bootstrap, Holm, 5 %)."
            : $"{best.Model} has the best {metric}, but is not told apart from {string.Join(", ", level)} (paired bootstrap, Holm, 5 %).";
    }

    private static ReportTable Figures(ComparisonTable table, IReadOnlyList<ModelResult> models, string[] metrics) => new(
        "All models (peak MB: memory of the whole process; added MB: what training and asking took of it)",
        ["Model", .. metrics, "train s", "score s", "peak MB", "added MB", "model MB"],
        [.. models.Select(m => (IReadOnlyList<string>)
        [
            m.Name, .. metrics.Select(metric => Figure(table, m, metric)), Number(m.TrainSeconds, "0.00"), Number(m.ScoreSeconds, "0.00"),
            Number(m.PeakMemoryMb, "0"), Number(m.AddedMemoryMb, "0"), Number(m.SizeBytes / 1048576.0, "0.0"),
        ])]);

    // The segments with most cases; the JSON of the evaluation has all of them.
    private static IEnumerable<ReportTable> Segments(ComparisonTable table, IReadOnlyList<ModelResult> models, string metric)
    {
        string[] segments = [.. models[0].Segments.OrderByDescending(s => s.Value.Cases).Take(MostSegments).Select(s => s.Key).Order(StringComparer.Ordinal)];
        if (segments.Length > 0)
        {
            yield return new ReportTable(
                $"{metric} by segment",
                ["Segment", "Cases", .. models.Select(m => m.Name)],
                [.. segments.Select(s => (IReadOnlyList<string>)
                    [s, $"{models[0].Segments[s].Cases:N0}", .. models.Select(m => Number(m.Segments[s].Metrics[metric], "0.000"))])]);
        }
    }

    private static string Figure(ComparisonTable table, ModelResult model, string metric) =>
        $"{Marked(table, model, metric, string.Empty)}{Number(model.Metrics[metric], "0.0000")} ({Number(model.Intervals[metric].Low, "0.0000")}–{Number(model.Intervals[metric].High, "0.0000")})";

    private static string Marked(ComparisonTable table, ModelResult model, string metric) => Marked(table, model, metric, model.Name);

    private static string Marked(ComparisonTable table, ModelResult model, string metric, string text)
    {
        BestModel best = table.Best[metric];
        string mark = best.Model == model.Name && best.IsSignificant ? "★★ " : best.Includes(model.Name) ? "★ " : string.Empty;
        return mark + text;
    }

    private static Report.Interval Ends(Evaluation.Interval interval) => new(interval.Low, interval.High);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
