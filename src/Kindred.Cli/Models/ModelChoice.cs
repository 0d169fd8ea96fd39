using System.CommandLine;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Models;

/// <summary>Which models are compared.</summary>
internal static class ModelChoice
{
    public static readonly Option<string> Option = new("--models")
    {
        Description = "Models by name, comma-separated, with options after a colon: knn:similarity=bm25;neighbors=99. Default: all, and on a workspace "
            + $"pairwise confidence and recent popularity too. Models: {string.Join(", ", ModelRegistry.All.Select(d => d.NameWithAliases))}.",
        HelpName = "A,B",
    };

    private static readonly ModelRequest Recent = ModelRequest.Parse("popularity:half-life-days=30");
    private static readonly ModelRequest PerSegment = ModelRequest.Parse("popularity:per-segment=true");
    private static readonly ModelRequest PairwiseConfidence = ModelRequest.Parse("knn:similarity=confidence;neighbors=0");

    /// <summary>The models named; null without the option.</summary>
    /// <exception cref="KindredDataException">The option names none, or one that there is not.</exception>
    public static ModelRequest[]? Named(ParseResult arguments) =>
        arguments.GetValue(Option)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
        {
            null => null,
            [] => throw new KindredDataException("--models names no model."),
            var names => [.. names.Select(ModelRequest.Parse)],
        };

    /// <summary>Refuses recent popularity where orders have no times: the order of import is no time.</summary>
    public static void RequireTimes(IEnumerable<ModelRequest> models, WorkspaceBaskets baskets)
    {
        if (!baskets.HasTimes && models.Any(m => m.Options is PopularityOptions { HalfLifeDays: > 0 }))
        {
            throw new KindredDataException("Recent popularity needs the time of every order, and not all have one. Set half-life-days=0 or import order times.");
        }
    }

    /// <summary>Every kind that can be trained on the data: without order there are no transitions to learn.</summary>
    public static IEnumerable<ModelRequest> AllFor(InteractionData train) => ModelRegistry.All
        .Where(d => train.HasOrder || d.Name != TransitionModel.Definition.Name)
        .Select(d => new ModelRequest(d, d.ParseOptions([])));

    /// <summary>Every kind, and the simple ones that a shop would use without any model.</summary>
    public static IEnumerable<ModelRequest> AllForWorkspace(InteractionData train, bool timesAreKnown)
    {
        foreach (ModelRequest request in AllFor(train))
        {
            yield return request;
            if (request.Definition == PopularityModel.Definition)
            {
                if (timesAreKnown)
                {
                    yield return Recent;
                }

                if (!train.UserSegments.IsEmpty)
                {
                    yield return PerSegment;
                }

                yield return PairwiseConfidence;
            }
        }
    }
}
