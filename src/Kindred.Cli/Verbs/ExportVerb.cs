using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Report;
using Kindred.Store.Export;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred export</c>: a table of the workspace, or the charts of the last analysis, as files.</summary>
internal static class ExportVerb
{
    private const string Charts = "charts";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["orders"] = "order_lines",
        ["clean-orders"] = "clean_lines",
        ["removed-orders"] = "removed_lines",
        ["products"] = "products",
        ["rejected"] = "rejected",
    };

    private static readonly Argument<string> What = new("WHAT") { Description = $"{string.Join(", ", Tables.Keys)}, or {Charts}." };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "FILE.parquet, FILE.csv or FILE.jsonl; for charts a folder for PNG and SVG files.",
        HelpName = "PATH",
        Required = true,
    };

    static ExportVerb() => What.AcceptOnlyFromAmong([.. Tables.Keys, Charts]);

    public static Command Create() => Verb.Create(
        "export",
        "Write a table of the workspace as Parquet, CSV or JSON lines, or the charts of the last analysis as PNG and SVG.",
        ["kindred export rejected --output rejected.csv", "kindred export clean-orders --output clean.parquet", "kindred export charts --output slides"],
        context => Task.FromResult(Run(context)),
        What, Output);

    private static int Run(RunContext context)
    {
        string what = context.Arguments.GetValue(What)!;
        string path = Path.GetFullPath(context.Arguments.GetValue(Output)!);
        using Workspace workspace = Workspaces.Open(context, "export", readOnly: true);
        return what == Charts ? WriteCharts(context, workspace, path) : WriteTable(context, workspace, Tables[what], path);
    }

    private static int WriteTable(RunContext context, Workspace workspace, string table, string path)
    {
        if (workspace.Scalar<long>($"SELECT count(*) FROM (SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views()) t(name) WHERE name = '{table}'") == 0)
        {
            throw new KindredDataException($"This workspace has no {table} yet; 'kindred check' cleans the orders.");
        }

        long rows = TableExport.Write(workspace, table, path, context.Cancellation);
        return Tell(context, [path], rows, []);
    }

    private static int WriteCharts(RunContext context, Workspace workspace, string folder)
    {
        StaticChartFiles charts = StaticCharts.Write(Analysis.AnalysisStage.Published(workspace), folder);
        return Tell(context, charts.Files, null, charts.Notes);
    }

    private static int Tell(RunContext context, IReadOnlyList<string> files, long? rows, IReadOnlyList<string> notes)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Files = files, Rows = rows, Notes = notes });
            return ExitCode.Done;
        }

        foreach (string file in files)
        {
            context.Output.WriteLine(rows is null ? file : $"{file}: {rows:N0} rows");
        }

        foreach (string note in notes)
        {
            context.Notes.WriteLine(note);
        }

        return ExitCode.Done;
    }
}
