using System.CommandLine;
using Kindred.Cli.Models;
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
    private const string Vectors = "vectors";

    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["orders"] = "order_lines",
        ["clean-orders"] = "clean_lines",
        ["removed-orders"] = "removed_lines",
        ["products"] = "products",
        ["rejected"] = "rejected",
    };

    private static readonly Argument<string> What = new("WHAT") { Description = $"{string.Join(", ", Tables.Keys)}, {Vectors} or {Charts}." };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "FILE.parquet, FILE.csv or FILE.jsonl; for charts a folder for PNG and SVG files; for vectors also a folder for the TensorBoard Projector (vectors.tsv, metadata.tsv).",
        HelpName = "PATH",
        Required = true,
    };

    private static readonly Option<string> Model = new("--model") { Description = "For vectors: a trained model of the workspace (als, bpr, item2vec, graph-filter) or a model file.", HelpName = "NAME|FILE" };

    static ExportVerb() => What.AcceptOnlyFromAmong([.. Tables.Keys, Vectors, Charts]);

    public static Command Create() => Verb.Create(
        "export",
        "Write a table of the workspace or the product vectors of a model as Parquet, CSV or JSON lines, or the charts of the last analysis as PNG and SVG.",
        ["kindred export rejected --output rejected.csv", "kindred export clean-orders --output clean.parquet", "kindred export vectors --model als --output als.parquet", "kindred export charts --output slides"],
        context => Task.FromResult(Run(context)),
        What, Output, Model);

    private static int Run(RunContext context)
    {
        string what = context.Arguments.GetValue(What)!;
        string path = Path.GetFullPath(context.Arguments.GetValue(Output)!);
        if (what == Vectors)
        {
            return WriteVectors(context, path);
        }

        using Workspace workspace = Workspaces.Open(context, "export", readOnly: true);
        return what == Charts ? WriteCharts(context, workspace, path) : WriteTable(context, workspace, Tables[what], path);
    }

    private static int WriteTable(RunContext context, Workspace workspace, string table, string path)
    {
        if (!Workspaces.HasTable(workspace, table))
        {
            throw new KindredDataException($"This workspace has no {table} yet; 'kindred check' cleans the orders.");
        }

        long rows = TableExport.Write(workspace, table, path, context.Cancellation);
        return Tell(context, [path], rows, []);
    }

    private static int WriteVectors(RunContext context, string path)
    {
        string model = context.Arguments.GetValue(Model)
            ?? throw new KindredDataException("Say whose vectors to export: --model als, bpr, item2vec, graph-filter or a model file.");
        ModelVectors found = ModelVectors.Load(context, model);
        if (Path.GetExtension(path).Length == 0)
        {
            return Tell(context, VectorExport.WriteProjector(path, found.Products, found.Vectors, found.Titles, context.Cancellation), found.Products.Count, []);
        }

        VectorExport.WriteTable(path, found.Products, found.Vectors, found.Titles, context.Cancellation);
        return Tell(context, [path], found.Products.Count, []);
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
