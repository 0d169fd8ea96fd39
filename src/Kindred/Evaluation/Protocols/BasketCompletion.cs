using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Basket completion: one or more products of a later basket are hidden and must be found from the others.</summary>
/// <remarks>
/// Baskets stand in time order; those of fewer than <see cref="MinimumSize"/> products are left out. The first share of them is trained on. In each
/// later basket products without training baskets are dropped; where enough are left, products drawn at random are hidden and all products not
/// in the basket are ranked, the hidden ones among them. The tuning task does the same within the training baskets.
/// </remarks>
public sealed record BasketCompletion
{
    /// <summary>Share of the baskets, oldest first, that is trained on. The default is 0.8.</summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>Products hidden in each basket, at least 1. The default is 1.</summary>
    public int Hidden { get; init; } = 1;

    /// <summary>Seed of the choice. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Smaller baskets are left out: one product to ask with and those hidden.</summary>
    public int MinimumSize => Hidden + 1;

    /// <summary>Makes the task.</summary>
    public EvaluationTask Create(BasketHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(Hidden, 1);
        int[] large = [.. Enumerable.Range(0, history.Baskets.Count).Where(b => history.Baskets[b].Length >= MinimumSize)];
        var kept = new BasketHistory(
            Mining.BasketSet.FromRows(history.Baskets.Products, large.Select(b => history.Baskets[b].ToArray())),
            large.Select(b => history.UnixSeconds[b]).ToArray(),
            segments: history.Segments.Count == 0 ? default : large.Select(b => history.Segments[b]).ToArray());
        int train = kept.CountOfShare(TrainShare);
        return Task(kept, train, kept.Baskets.Count) with { Tuning = Task(kept, (int)(TrainShare * train), train) };
    }

    private EvaluationTask Task(BasketHistory history, int train, int end)
    {
        InteractionData data = history.FirstBaskets(train);
        var cases = new List<EvaluationCase>();
        for (int b = train; b < end; b++)
        {
            int[] known = [.. history.Baskets[b].ToArray().Where(item => data.ItemUsers.CountInRow(item) > 0)];
            if (known.Length >= MinimumSize)
            {
                cases.Add(Hide(known, new RandomStream(Seed, (ulong)b), data, history.Segments.Count == 0 || history.Segments[b] < 0 ? null : history.Segments[b]));
            }
        }

        return new EvaluationTask
        {
            Protocol = "basket completion",
            Description = $"Baskets in time order, the first {TrainShare:P0} trained on; in each later basket {Hidden} of its known products hidden, all products not in the basket ranked.",
            Train = data,
            Cases = cases,
        };
    }

    private EvaluationCase Hide(int[] known, RandomStream random, InteractionData data, int? segment)
    {
        random.Shuffle<int>(known);
        int[] hidden = [.. known.Take(Hidden).Order()];
        return new EvaluationCase(new RecommendationQuery { Basket = known.AsMemory(Hidden), Segment = segment }, hidden)
        {
            // Products without training baskets cannot be the answer and are no candidates.
            Filter = new RecommendFilter { Only = item => data.ItemUsers.CountInRow(item) > 0 },
        };
    }
}
