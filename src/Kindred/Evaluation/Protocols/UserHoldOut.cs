using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Strong generalisation: whole users are held out, part of their products is shown and the rest must be found (Liang et al., 2018).</summary>
public sealed record UserHoldOut
{
    /// <summary>Share of the users held out for the cases, and as many again for tuning; below 0.5. The default is 0.1.</summary>
    public double UserShare { get; init; } = 0.1;

    /// <summary>Share of a held-out user's products that is asked for, the rest is shown. The default is 0.2.</summary>
    public double HiddenShare { get; init; } = 0.2;

    /// <summary>Seed of the choice. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Makes the task; users with fewer than two products are never held out.</summary>
    public EvaluationTask Create(InteractionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(UserShare > 0 && UserShare < 0.5 && HiddenShare > 0 && HiddenShare < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(data), $"User share {UserShare} must lie between 0 and 0.5, hidden share {HiddenShare} between 0 and 1.");
        }

        int[] users = [.. Enumerable.Range(0, data.UserCount).Where(u => data.UserItems.CountInRow(u) >= 2)];
        new RandomStream(Seed).Shuffle<int>(users);
        int held = (int)(UserShare * users.Length);
        InteractionData train = Without(data, [.. users.Take(2 * held)]);
        EvaluationTask Task(IEnumerable<int> asked) => new()
        {
            Protocol = "user hold-out",
            Description = $"{UserShare:P0} of the users are not trained on; {1 - HiddenShare:P0} of each one's products are shown, the rest is asked for; shown products are not ranked.",
            Train = train,
            Cases = [.. asked.Order().Select(user => Case(data, user))],
        };
        return Task(users.Take(held)) with { Tuning = Task(users.Skip(held).Take(held)) };
    }

    private EvaluationCase Case(InteractionData data, int user)
    {
        int[] items = data.UserItems.Columns(user).ToArray();
        new RandomStream(Seed, 1 + (ulong)user).Shuffle<int>(items);
        int hidden = Math.Clamp((int)Math.Round(HiddenShare * items.Length), 1, items.Length - 1);
        return new EvaluationCase(new RecommendationQuery { History = items.AsMemory(hidden), Segment = data.SegmentOf(user) }, [.. items.Take(hidden).Order()]);
    }

    private static InteractionData Without(InteractionData data, HashSet<int> held)
    {
        bool[] kept = [.. Enumerable.Range(0, data.UserCount).Select(user => !held.Contains(user))];
        return InteractionMerge.Select(data, kept);
    }
}
