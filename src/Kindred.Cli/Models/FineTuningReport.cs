using System.Globalization;
using System.Text.Json;
using Kindred.Cli.Shell;
using Kindred.Neural.Associations;
using Kindred.Report;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>The last fine-tuning of an encoder as a part of the workspace's report: its curve, what it finds, its tasks.</summary>
internal static class FineTuningReport
{
    private const int Points = 20;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Keeps it in the workspace, where there is one.</summary>
    public static void Keep(RunContext context, FineTuningResult result)
    {
        if (Workspace.Exists(context.WorkspacePath))
        {
            AtomicFile.Write(FileOf(context.WorkspacePath), JsonSerializer.SerializeToUtf8Bytes(Section(result, context.Clock.GetUtcNow()), Json));
        }
    }

    /// <summary>The part, if an encoder was fine-tuned.</summary>
    public static IEnumerable<ReportSection> Sections(string workspace)
    {
        string file = FileOf(workspace);
        return File.Exists(file) ? [JsonSerializer.Deserialize<ReportSection>(File.ReadAllBytes(file), Json)!] : [];
    }

    private static string FileOf(string workspace) => Path.Combine(workspace, "encoder-training.json");

    private static ReportSection Section(FineTuningResult result, DateTimeOffset now) => new(
        "How the text encoder learned",
        string.Create(CultureInfo.InvariantCulture, $"Fine-tuned on {result.Examples:N0} {(result.Objective == FineTuningObjective.Pairs ? "pairs of products" : "products with companions")} on {now:yyyy-MM-dd}; mean loss of each part of the training, first to last."),
        [.. Losses(result.Curve.Losses)],
        "loss")
    {
        Tables = [.. Recall(result), .. Epochs(result), .. Tasks(result)],
    };

    private static IEnumerable<ReportBar> Losses(IReadOnlyList<double> losses)
    {
        int size = Math.Max(1, (losses.Count + Points - 1) / Points);
        return losses.Chunk(size).Select((part, i) => new ReportBar(Steps((i * size) + 1, (i * size) + part.Length), part.Average()));
    }

    private static string Steps(int first, int last) => first == last ? $"step {first}" : $"steps {first} to {last}";

    private static IEnumerable<ReportTable> Recall(FineTuningResult result)
    {
        (string Name, BeforeAfter? Value)[] rows = [("pairs kept out", result.HeldOutRecall), ("pairs kept out by the earlier training", result.EarlierRecall)];
        IReadOnlyList<string>[] found = [.. rows.Where(r => r.Value is not null).Select(r => (IReadOnlyList<string>)[r.Name, Number(r.Value!.Value.Before), Number(r.Value.Value.After)])];
        return found.Length > 0 ? [new ReportTable("Found among 20 of all products", ["What", "before", "after"], found)] : [];
    }

    private static IEnumerable<ReportTable> Epochs(FineTuningResult result) => result.Curve.Qualities.Count > 1
        ? [new ReportTable("After each epoch", ["Epoch", "found among 20"], [.. result.Curve.Qualities.Select((q, i) => (IReadOnlyList<string>)[$"{i + 1}{(i == result.Curve.BestEpoch ? " (kept)" : "")}", Number(q)])])] : [];

    private static IEnumerable<ReportTable> Tasks(FineTuningResult result) => result.Tasks.Count > 0
        ? [new ReportTable("Classifiers on the same vectors, on texts kept out", ["Task", "classes", "texts", "accuracy", "most frequent class"],
            [.. result.Tasks.Select(t => (IReadOnlyList<string>)[t.Task, $"{t.Classes}", $"{t.Cases}", Number(t.Accuracy), Number(t.Majority)])])] : [];

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
