using ScottPlot;

namespace Kindred.Report;

/// <summary>The strongest rules as bars of lift, with the interval of each where it is known and finite.</summary>
internal static class AssociationBars
{
    private const int Shown = 15;
    private const int LongestTitle = 36;

    public static Plot Draw(IReadOnlyList<ReportRule> rules)
    {
        ReportRule[] strongest = Strongest(rules);
        var plot = new Plot();
        ChartStyle.Apply(plot, "Strongest associations", "Lift: times what chance gives", "");

        // Position 0 is the lowest bar, so the strongest rule has the last.
        double[] positions = [.. Enumerable.Range(0, strongest.Length).Select(i => strongest.Length - 1.0 - i)];
        var bars = plot.Add.Bars(positions, [.. strongest.Select(r => r.Lift)]);
        bars.Horizontal = true;
        bars.Color = ChartStyle.Main;
        foreach (Bar bar in bars.Bars)
        {
            bar.LineWidth = 0;
            bar.Size = 0.7;
        }

        for (int i = 0; i < strongest.Length; i++)
        {
            if (strongest[i].LiftInterval is { } interval && double.IsFinite(interval.Upper))
            {
                Whisker(plot, positions[i], interval);
            }
        }

        plot.Axes.Left.SetTicks(positions, [.. strongest.Select(Label)]);
        plot.Axes.Margins(left: 0);
        plot.Grid.YAxisStyle.IsVisible = false;
        return plot;
    }

    /// <summary>The rules of highest lift, one for each set of products whichever way round it is written.</summary>
    internal static ReportRule[] Strongest(IReadOnlyList<ReportRule> rules) =>
        [.. rules.OrderByDescending(r => r.Lift).DistinctBy(Products).Take(Shown)];

    internal static string Label(ReportRule rule) => $"{Titles(rule.Antecedent)} → {Titles(rule.Consequent)}";

    private static string Products(ReportRule rule) =>
        string.Join('\n', rule.Antecedent.Concat(rule.Consequent).Select(p => p.Id).Order(StringComparer.Ordinal));

    private static string Titles(IReadOnlyList<ReportProduct> side) => Shorten(string.Join(" + ", side.Select(p => p.Title)));

    private static string Shorten(string title)
    {
        var text = new System.Globalization.StringInfo(title);
        return text.LengthInTextElements <= LongestTitle ? title : text.SubstringByTextElements(0, LongestTitle - 1) + "…";
    }

    private static void Whisker(Plot plot, double y, Interval interval)
    {
        (double X1, double Y1, double X2, double Y2)[] lines =
        [
            (interval.Lower, y, interval.Upper, y),
            (interval.Lower, y - 0.15, interval.Lower, y + 0.15),
            (interval.Upper, y - 0.15, interval.Upper, y + 0.15),
        ];
        foreach ((double x1, double y1, double x2, double y2) in lines)
        {
            var line = plot.Add.Line(x1, y1, x2, y2);
            line.Color = ChartStyle.Ink;
            line.LineWidth = 2;
            line.MarkerSize = 0;
        }
    }
}
