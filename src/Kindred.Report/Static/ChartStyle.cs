using ScottPlot;

namespace Kindred.Report;

/// <summary>The look the static charts share: the light colours of the page, letters large enough for a slide.</summary>
internal static class ChartStyle
{
    public static readonly Color Main = Color.FromHex("#4aa092");
    public static readonly Color Ink = Color.FromHex("#22252b");
    private static readonly Color Soft = Color.FromHex("#5a5f6a");
    private static readonly Color Line = Color.FromHex("#e4dfd5");

    public static void Apply(Plot plot, string title, string xLabel, string yLabel)
    {
        plot.Title(title, 30);
        plot.XLabel(xLabel, 20);
        plot.YLabel(yLabel, 20);
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Color(Soft);
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Title.MinimumSize = 64;
        plot.Axes.Left.TickLabelStyle.FontSize = 17;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 17;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Legend.FontSize = 17;
        plot.Grid.MajorLineColor = Line;
    }
}
