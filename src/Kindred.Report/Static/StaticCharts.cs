using ScottPlot;

namespace Kindred.Report;

/// <summary>Charts for slides as PNG and SVG files: rule scatter, strongest associations with their intervals, basket sizes.</summary>
public static class StaticCharts
{
    private const int Width = 1600;
    private const int Height = 1000;

    /// <summary>Writes a PNG and an SVG of each chart the model has data for; existing files of these names are replaced.</summary>
    /// <param name="model">What to draw.</param>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <returns>The files written, and what the reader of them should know (such as a missing font).</returns>
    public static StaticChartFiles Write(ReportModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        ChartFont font = ChartFont.For(ChartTexts(model));
        var files = new List<string>();
        foreach ((string name, Plot plot) in Plots(model))
        {
            using (plot)
            {
                font.Apply(plot);
                files.AddRange(Save(plot, Path.Combine(folder, name)));
            }
        }

        return new StaticChartFiles(files, font.Note is null ? [] : [font.Note]);
    }

    private static IEnumerable<(string Name, Plot Plot)> Plots(ReportModel model)
    {
        if (model.Rules.Count > 0)
        {
            yield return ("rules", RuleScatter.Draw(model.Rules));
            yield return ("associations", AssociationBars.Draw(model.Rules));
        }

        if (model.Baskets.Sizes.Count > 0)
        {
            yield return ("basket-sizes", SizeHistogram.Draw(model.Baskets.Sizes));
        }
    }

    private static IEnumerable<string> ChartTexts(ReportModel model) => AssociationBars.Strongest(model.Rules).Select(AssociationBars.Label);

    private static string[] Save(Plot plot, string path)
    {
        File.WriteAllBytes($"{path}.png", plot.GetImageBytes(Width, Height, ImageFormat.Png));
        File.WriteAllText($"{path}.svg", plot.GetSvgXml(Width, Height));
        return [$"{path}.png", $"{path}.svg"];
    }
}

/// <summary>What <see cref="StaticCharts.Write"/> wrote.</summary>
/// <param name="Files">Paths of the files, in the order written.</param>
/// <param name="Notes">What the reader should know, in sentences; empty when all is well.</param>
public sealed record StaticChartFiles(IReadOnlyList<string> Files, IReadOnlyList<string> Notes);
