using ScottPlot;

namespace Kindred.Report;

/// <summary>Baskets by the number of different products in them; the long tail is gathered in the last bar.</summary>
internal static class SizeHistogram
{
    private const int Last = 30;

    public static Plot Draw(IReadOnlyList<SizeCount> sizes)
    {
        var plot = new Plot();
        ChartStyle.Apply(plot, "Basket sizes", "Different products in the basket", "Baskets");
        double[] counts = Counts(sizes);
        var bars = plot.Add.Bars([.. Enumerable.Range(1, counts.Length).Select(i => (double)i)], counts);
        bars.Color = ChartStyle.Main;
        foreach (Bar bar in bars.Bars)
        {
            bar.LineWidth = 0;
        }

        int[] ticks = [.. Enumerable.Range(1, counts.Length).Where(i => i == 1 || i % 5 == 0)];
        plot.Axes.Bottom.SetTicks([.. ticks.Select(t => (double)t)], [.. ticks.Select(t => t == Last ? $"{t}+" : $"{t}")]);
        plot.Axes.Margins(bottom: 0);
        plot.Grid.XAxisStyle.IsVisible = false;
        return plot;
    }

    /// <summary>Element i counts the baskets of size i + 1; the last also those above.</summary>
    internal static double[] Counts(IReadOnlyList<SizeCount> sizes)
    {
        var counts = new double[Math.Min(Last, sizes.Max(s => s.Size))];
        foreach (SizeCount size in sizes)
        {
            counts[Math.Min(size.Size, counts.Length) - 1] += size.Baskets;
        }

        return counts;
    }
}
