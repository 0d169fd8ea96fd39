using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>
/// Cold products: a share of the products loses all its training interactions and must be found among its like by models that know more than
/// interactions (text, category). Models of interactions alone can only rank them by chance, which is what this shows.
/// </summary>
public sealed record ColdProducts
{
    /// <summary>Share of the products with enough interactions that is made cold. The default is 0.2.</summary>
    public double ProductShare { get; init; } = 0.2;

    /// <summary>Only products with at least as many users or baskets are made cold. The default is 20.</summary>
    public int MinCount { get; init; } = 20;

    /// <summary>Seed of the choice. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether <paramref name="data"/> has enough products of <see cref="MinCount"/> users or baskets for the share of them to be one product at least.</summary>
    public bool CanBeAskedOf(InteractionData data) => Choose(data).Any();

    /// <summary>Makes the task: each user or basket with a cold and a warm product is a case; only cold products are ranked.</summary>
    public EvaluationTask Create(InteractionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        HashSet<int> cold = [.. Choose(data)];
        var filter = new RecommendFilter { Only = cold.Contains };
        var cases = new List<EvaluationCase>();
        for (int user = 0; user < data.UserCount; user++)
        {
            int[] items = data.UserItems.Columns(user).ToArray();
            int[] warm = [.. RecommendationQuery.ForUser(data, user).History.ToArray().Where(i => !cold.Contains(i))];
            int[] asked = [.. items.Where(cold.Contains)];
            if (warm.Length > 0 && asked.Length > 0)
            {
                cases.Add(new EvaluationCase(new RecommendationQuery { History = warm, Segment = data.SegmentOf(user) }, asked) { Filter = filter });
            }
        }

        bool[] everyone = [.. Enumerable.Repeat(true, data.UserCount)];
        bool[] keptItems = [.. Enumerable.Range(0, data.ItemCount).Select(item => !cold.Contains(item))];
        return new EvaluationTask
        {
            Protocol = "cold products",
            Description = $"{cold.Count:N0} products with at least {MinCount} users are taken out of training; each user's cold products are asked for from his warm ones; only cold products are ranked. Models of interactions alone can rank them by chance only.",
            Train = InteractionMerge.Select(data, everyone, keptItems),
            Cases = cases,
        };
    }

    private IEnumerable<int> Choose(InteractionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] eligible = [.. Enumerable.Range(0, data.ItemCount).Where(i => data.ItemUsers.CountInRow(i) >= MinCount)];
        new RandomStream(Seed).Shuffle<int>(eligible);
        return eligible.Take((int)(ProductShare * eligible.Length));
    }
}
