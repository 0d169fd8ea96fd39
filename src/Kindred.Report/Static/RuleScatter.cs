using System.Globalization;
using ScottPlot;
using ScottPlot.Colormaps;

namespace Kindred.Report;

/// <summary>Support (logarithmic) × confidence; colour is lift, in bands that grow by factors.</summary>
internal static class RuleScatter
{
    private static readonly double[] Bands = [1, 2, 5, 10, 20, 50];
    private static readonly double[] Steps = [1, 2, 5];
    private static readonly double[] ConfidenceTicks = [0, 0.2, 0.4, 0.6, 0.8, 1];

    public static Plot Draw(IReadOnlyList<ReportRule> rules)
    {
        var plot = new Plot();
        ChartStyle.Apply(plot, "Rules by support and confidence", "Support: share of baskets with both", "Confidence");
        foreach (IGrouping<int, ReportRule> band in rules.GroupBy(r => Band(r.Lift)).OrderBy(g => g.Key))
        {
            ReportRule[] members = [.. band];
            var points = plot.Add.ScatterPoints(members.Select(r => Math.Log10(r.Support)).ToArray(), members.Select(r => r.Confidence).ToArray());
            points.Color = new Viridis().GetColor(0.95 - (0.95 * band.Key / Bands.Length)).WithAlpha(0.75);
            points.MarkerSize = 9;
            points.LegendText = Name(band.Key);
        }

        plot.Axes.SetLimitsY(0, 1);
        plot.Axes.Left.SetTicks(ConfidenceTicks, [.. ConfidenceTicks.Select(Percent)]);
        SupportTicks(plot, rules.Min(r => r.Support), rules.Max(r => r.Support));
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    /// <summary>Index of the band that holds a lift; 0 is below the first limit.</summary>
    internal static int Band(double lift) => Bands.Count(limit => lift >= limit);

    private static string Name(int band) =>
        band == 0 ? "lift below 1" : band == Bands.Length ? $"lift {Bands[^1]} and more" : $"lift {Bands[band - 1]} to {Bands[band]}";

    private static void SupportTicks(Plot plot, double least, double most)
    {
        double[] ticks = [.. Enumerable.Range(-7, 8).SelectMany(e => Steps.Select(m => m * Math.Pow(10, e)))
            .Where(t => t >= least / 2 && t <= most * 2)];
        plot.Axes.Bottom.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(Percent)]);
    }

    private static string Percent(double share) => (100 * share).ToString("0.#####", CultureInfo.InvariantCulture) + " %";
}
