using System.Globalization;
using System.Text.Json;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Report;
using Kindred.Simulation;
using Kindred.Store.Cleaning;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Analysis;

/// <summary>Runs the analysis unless the same orders were analysed with the same options before, and publishes it.</summary>
internal static class AnalysisStage
{
    public const string Stage = "analysis";
    private const string ModelFile = "model.json";
    private const string TruthInput = "truth";

    /// <summary>Raised when the analysis or the form of its files changes.</summary>
    private const string Version = "1";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The report of these orders: made now, or as it was made before.</summary>
    public static (ReportModel Model, bool Reused) GetOrRun(
        RunContext context, Workspace workspace, AnalysisOptions options, string title, Truth? truth, StageClock clock, IProgress<StageProgress> progress)
    {
        CleaningReport cleaning = Cleaner.LastReport(workspace) ?? clock.Time("clean", () => Cleaner.Run(workspace, progress: progress, cancellation: context.Cancellation));
        ArtifactKey key = KeyOf(context, workspace, options, title, truth);
        bool reused = workspace.Artifacts.TryGet(key) is not null;
        Artifact artifact = workspace.Artifacts.GetOrAdd(key, folder =>
        {
            ReportModel model = new ShopAnalysis(context, workspace, options, clock, progress).Run(title, cleaning, truth);
            File.WriteAllBytes(Path.Combine(folder, ModelFile), JsonSerializer.SerializeToUtf8Bytes(model, Json));
        });
        workspace.Artifacts.Publish(artifact);
        return (Read(artifact), reused);
    }

    /// <summary>The report that was published last.</summary>
    /// <exception cref="KindredDataException">Nothing was published.</exception>
    public static ReportModel Published(Workspace workspace) =>
        FindPublished(workspace) ?? throw new KindredDataException("This workspace has no analysis yet; run 'kindred run' first.");

    /// <summary>The report that was published last; null where none was.</summary>
    public static ReportModel? FindPublished(Workspace workspace) => workspace.Artifacts.Published(Stage) is { } artifact ? Read(artifact) : null;

    private static ReportModel Read(Artifact artifact)
    {
        ArtifactStore.Verify(artifact);
        return JsonSerializer.Deserialize<ReportModel>(File.ReadAllBytes(Path.Combine(artifact.Folder, ModelFile)), Json)!;
    }

    private static ArtifactKey KeyOf(RunContext context, Workspace workspace, AnalysisOptions options, string title, Truth? truth)
    {
        var inputs = Importer.History(workspace).Select((import, i) => (Name: $"{i:000000}", import.ContentHash)).ToDictionary(i => i.Name, i => i.ContentHash);
        if (truth is not null)
        {
            inputs[TruthInput] = $"{truth.Seed}/{truth.Orders}";
        }

        return new ArtifactKey
        {
            Stage = Stage,
            Inputs = inputs,
            Options = new Dictionary<string, string>
            {
                ["title"] = title,
                ["analysis"] = JsonSerializer.Serialize(options),
                ["cleaning"] = workspace.Scalar<string>("SELECT md5(report) FROM cleaning_log") ?? string.Empty,
            },
            Seed = context.Seed,
            Version = string.Create(CultureInfo.InvariantCulture, $"{ProgramVersion.Text}/{Version}"),
        };
    }
}
