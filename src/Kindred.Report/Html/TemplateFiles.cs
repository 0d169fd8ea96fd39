using System.Reflection;

namespace Kindred.Report;

/// <summary>The embedded parts of the page: our own under <c>Template/</c>, those of npm under <c>Npm/</c>.</summary>
internal static class TemplateFiles
{
    private const string LicenceFolder = "Npm/licences/";

    // Later scripts use earlier ones; all of them share one function scope.
    private static readonly string[] ScriptOrder =
        ["format.js", "dom.js", "theme.js", "table.js", "rules.js", "scatter.js", "network.js", "baskets.js", "quality.js", "sections.js", "main.js"];

    private static readonly Assembly Assembly = typeof(TemplateFiles).Assembly;

    public static string Page => Read("Template/report.html");

    public static string Style => Read("Template/report.css");

    public static string ECharts => Read("Npm/echarts.min.js");

    /// <summary>All scripts of the page as one function body, so that nothing of ours is global.</summary>
    public static string Script =>
        $"(function () {{\n\"use strict\";\n{string.Join('\n', ScriptOrder.Select(f => Read($"Template/scripts/{f}")))}}})();\n";

    /// <summary>Name and text of every licence the page must carry.</summary>
    public static IEnumerable<(string Name, string Text)> Licences => Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(LicenceFolder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(n => (n[LicenceFolder.Length..], Read(n)));

    /// <summary>A resource as text. Browsers hash scripts with line feeds only, so that is how they are read.</summary>
    private static string Read(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The report's part '{name}' is not in {Assembly.GetName().Name}: build the project again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
