using System.Text;
using System.Text.Json;
using Kindred.Cli.Analysis;
using Kindred.Cli.Shell;
using Kindred.Report;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>What an evaluation of the workspace left: its text, its JSON and its parts of the report.</summary>
internal sealed record EvaluationOutcome(string Text, byte[] Json, IReadOnlyList<ReportSection> Sections);

/// <summary>Keeps evaluations of the workspace and puts the last one into the report.</summary>
internal static class EvaluationStage
{
    private const string Stage = "evaluation";
    private const string TextFile = "evaluation.txt";
    private const string JsonFile = "evaluation.json";
    private const string SectionsFile = "sections.json";

    /// <summary>Raised when the protocols or the form of the files change.</summary>
    private const string Version = "1";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ArtifactKey KeyOf(RunContext context, string data, IReadOnlyDictionary<string, string> options) => new()
    {
        Stage = Stage,
        Inputs = new Dictionary<string, string> { ["baskets"] = data },
        Options = options,
        Seed = context.Seed,
        Version = $"{ProgramVersion.Text}/{Version}",
    };

    /// <summary>The evaluation of a key, if it was made before.</summary>
    public static EvaluationOutcome? Find(Workspace workspace, ArtifactKey key)
    {
        if (workspace.Artifacts.TryGet(key) is not { } artifact)
        {
            return null;
        }

        workspace.Artifacts.Publish(artifact);
        return Read(artifact);
    }

    public static void Keep(Workspace workspace, ArtifactKey key, EvaluationOutcome outcome) =>
        workspace.Artifacts.Publish(workspace.Artifacts.GetOrAdd(key, folder =>
        {
            File.WriteAllText(Path.Combine(folder, TextFile), outcome.Text, new UTF8Encoding(false));
            File.WriteAllBytes(Path.Combine(folder, JsonFile), outcome.Json);
            File.WriteAllBytes(Path.Combine(folder, SectionsFile), JsonSerializer.SerializeToUtf8Bytes(outcome.Sections, Json));
        }));

    /// <summary>A report with the last evaluation of the workspace and the last fine-tuning of an encoder in it, where there are any.</summary>
    public static ReportModel AddTo(ReportModel report, Workspace workspace)
    {
        IEnumerable<ReportSection> evaluated = workspace.Artifacts.Published(Stage) is { } artifact ? Read(artifact).Sections : [];
        return report with { Sections = [.. report.Sections, .. evaluated, .. FineTuningReport.Sections(workspace.Folder)] };
    }

    /// <summary>Writes the report again with the evaluation; one of the baskets alone where no analysis was made.</summary>
    public static void WriteReport(RunContext context, Workspace workspace, WorkspaceBaskets baskets, string path)
    {
        ReportModel report = AnalysisStage.FindPublished(workspace) ?? new ReportModel
        {
            Title = Importer.History(workspace) is [var first, ..] ? Path.GetFileName(first.Source) : Path.GetFileName(context.WorkspacePath),
            GeneratedAt = context.Clock.GetUtcNow(),
            Baskets = new BasketStatistics
            {
                Baskets = baskets.History.Baskets.Count,
                Products = baskets.History.Baskets.Products.Count,
                Occurrences = baskets.History.Baskets.OccurrenceCount,
            },
        };
        ReportFile.Write(path, AddTo(report, workspace));
    }

    private static EvaluationOutcome Read(Artifact artifact)
    {
        ArtifactStore.Verify(artifact);
        return new EvaluationOutcome(
            File.ReadAllText(Path.Combine(artifact.Folder, TextFile)),
            File.ReadAllBytes(Path.Combine(artifact.Folder, JsonFile)),
            JsonSerializer.Deserialize<ReportSection[]>(File.ReadAllBytes(Path.Combine(artifact.Folder, SectionsFile)), Json)!);
    }
}
