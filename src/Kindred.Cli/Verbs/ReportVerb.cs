using System.CommandLine;
using Kindred.Cli.Analysis;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Report;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred report</c>: writes the published analysis again, as a page.</summary>
internal static class ReportVerb
{
    private static readonly Option<string?> Output = new("--output") { Description = "Where to write it. Default: report.html in the workspace.", HelpName = "FILE" };

    public static Command Create() => Verb.Create(
        "report",
        "Write the report of the last analysis as one self-contained HTML file.",
        ["kindred report", "kindred report --output for-marketing.html"],
        context => Task.FromResult(Run(context)),
        Output);

    private static int Run(RunContext context)
    {
        using Workspace workspace = Workspaces.Open(context, "report", readOnly: true);
        ReportModel model = EvaluationStage.AddTo(AnalysisStage.Published(workspace), workspace);
        string path = Path.GetFullPath(context.Arguments.GetValue(Output) ?? Path.Combine(context.WorkspacePath, "report.html"));
        ReportFile.Write(path, model);
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Report = path, model.Title, model.GeneratedAt });
        }
        else
        {
            context.Output.WriteLine($"Report: {path}");
        }

        return ExitCode.Done;
    }
}
