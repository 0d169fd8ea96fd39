using System.Globalization;
using Kindred.Cli.Shell;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>Evaluates models on the workspace's baskets, unless the same was evaluated before.</summary>
internal sealed class WorkspaceEvaluation(RunContext context, WorkspaceBaskets baskets, EvaluationOptions options, bool segments)
{
    /// <summary>The evaluation: made now, or as it was made before.</summary>
    /// <param name="named">The models asked for; null for all.</param>
    public EvaluationOutcome GetOrRun(ModelRequest[]? named)
    {
        ModelChoice.RequireTimes(named ?? [], baskets);
        if (!baskets.HasTimes)
        {
            context.Notes.WriteLine("Not every order has a time: where orders are split in time, those without come first, in the order of their ids.");
        }

        IReadOnlyList<string> protocols = ProtocolChoice.OfWorkspace(context.Arguments.GetValue(ProtocolChoice.Option), baskets, context.Notes);
        ArtifactKey key = EvaluationStage.KeyOf(context, DataFingerprint.Of(baskets.History), Options(protocols, named));
        using (Workspace workspace = Workspaces.Open(context, "evaluate"))
        {
            if (EvaluationStage.Find(workspace, key) is { } before)
            {
                context.Notes.WriteLine("Nothing had changed since the same evaluation was made; its result is shown.");
                return before;
            }
        }

        EvaluationOutcome outcome = Run(protocols, named);
        using (Workspace workspace = Workspaces.Open(context, "evaluate"))
        {
            EvaluationStage.Keep(workspace, key, outcome);
        }

        return outcome;
    }

    private EvaluationOutcome Run(IReadOnlyList<string> protocols, ModelRequest[]? named)
    {
        var evaluation = new ModelEvaluation(context, options, options.Progress!);
        ModelRequest[] Models(InteractionData train) => named ?? [.. ModelChoice.AllForWorkspace(train, baskets.HasTimes)];
        ComparisonTable[] tables = [.. protocols.Select(protocol =>
        {
            if (protocol == ProtocolChoice.Pairs)
            {
                return evaluation.ComparePairs(baskets.History, Models);
            }

            EvaluationTask task = ProtocolChoice.Create(protocol, baskets, context.Seed);
            return evaluation.Compare(task, Models(task.Train));
        })];
        int cutoff = options.Cutoffs[^1];
        return new EvaluationOutcome(
            EvaluationText.Render(tables, cutoff, segments), EvaluationText.Json(tables), EvaluationSections.Of(tables, cutoff, context.Clock.GetUtcNow()));
    }

    private Dictionary<string, string> Options(IReadOnlyList<string> protocols, ModelRequest[]? named) => new()
    {
        ["protocols"] = string.Join(',', protocols),
        ["models"] = named is null ? "all" : string.Join(',', named.Select(m => m.Label)),
        ["k"] = string.Join(',', options.Cutoffs),
        ["tune"] = context.Arguments.GetValue(ModelEvaluation.Tune) ? context.Arguments.GetValue(ModelEvaluation.Trials).ToString(CultureInfo.InvariantCulture) : "no",
        ["max-cases"] = context.Arguments.GetValue(ModelEvaluation.MaxCases)?.ToString(CultureInfo.InvariantCulture) ?? "all",
        ["segments"] = $"{segments}",
        ["segment-by"] = context.Arguments.GetValue(InteractionSource.SegmentBy) ?? "none",
    };
}
