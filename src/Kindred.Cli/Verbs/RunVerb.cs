using System.CommandLine;
using Kindred.Cli.Analysis;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Report;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred run</c>: from files to proved associations and a report.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var import = new ImportOptionSet();
        var analysis = new AnalysisOptionSet();
        Option<string?> title = new("--title") { Description = "The shop's name in the report. Default: the first file's name.", HelpName = "TEXT" };
        Command command = Verb.Create(
            "run",
            "Import files, clean and check them, find the associations, prove them, and write the report.",
            ["kindred run orders.csv", "kindred run orders.csv.gz products.csv --title 'My shop' --report report.html", "kindred run orders.xlsx --max-q 0.01 --json"],
            context => Task.FromResult(Run(context, import, analysis, title)),
            [.. import.All, .. analysis.All, title]);
        command.Validators.Add(import.Validate);
        return command;
    }

    private static int Run(RunContext context, ImportOptionSet import, AnalysisOptionSet analysis, Option<string?> title)
    {
        string[] files = context.Arguments.GetValue(import.Files)!;
        ImportOptions importOptions = import.Read(context.Arguments);
        string name = context.Arguments.GetValue(title) ?? Path.GetFileName(files[0].Split('?')[0]);
        using Workspace workspace = Workspaces.Open(context, "run");
        var clock = new StageClock(context.Clock);
        (ReportModel model, bool reused) = Progress.Show(context, progress =>
        {
            clock.Time("import", () => Workspaces.Import(context, workspace, files, importOptions, progress));
            return AnalysisStage.GetOrRun(context, workspace, analysis.Read(context.Arguments), name, null, clock, progress);
        });
        string path = analysis.ReportPath(context);
        ReportFile.Write(path, EvaluationStage.AddTo(model, workspace));
        RunSummary.Write(context, model, path, clock.Total, reused);
        return ExitCode.Done;
    }
}
