using Kindred.Domain;

namespace Kindred.Models;

/// <summary>Collects single interactions and builds <see cref="InteractionData"/>. Not thread-safe.</summary>
/// <param name="items">The products rows refer to.</param>
public sealed class InteractionBuilder(Vocabulary items)
{
    private readonly List<(int User, int Item, float Weight, long Time)> _events = [];
    private bool _allTimesKnown = true;
    private int _userCount;

    /// <summary>Adds one interaction.</summary>
    /// <param name="user">User row, from 0; gaps are users without interactions.</param>
    /// <param name="item">Product row of the vocabulary.</param>
    /// <param name="weight">How much it counts, above 0; repeats of a pair are added.</param>
    /// <param name="unixSeconds">When it was, in seconds since 1970-01-01 UTC; null when unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is outside its range or the weight is not a positive number.</exception>
    public void Add(int user, int item, float weight = 1, long? unixSeconds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)items.Count, nameof(item));
        if (!(weight > 0) || !float.IsFinite(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of an interaction is a number above 0.");
        }

        _allTimesKnown &= unixSeconds is not null;
        _userCount = Math.Max(_userCount, user + 1);
        _events.Add((user, item, weight, unixSeconds ?? 0));
    }

    /// <summary>Builds the data.</summary>
    /// <param name="userCount">Number of users, or 0 for the highest row seen + 1.</param>
    /// <param name="ordered">
    /// Whether interactions of a user were added oldest first; where every interaction has a time, the order comes from the times
    /// (equal times keep the order of adding) and this does not matter.
    /// </param>
    /// <param name="segments">Segment row of each user, −1 for unknown; empty when there are no segments.</param>
    public InteractionData Build(int userCount = 0, bool ordered = false, ReadOnlyMemory<int> segments = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(userCount == 0 ? _userCount : userCount, _userCount, nameof(userCount));
        int users = Math.Max(userCount, _userCount);
        bool timed = _allTimesKnown && _events.Count > 0;
        (int User, int Item, float Weight, long Time)[] byTime = timed ? [.. _events.OrderBy(e => e.Time)] : [.. _events];
        InteractionSequence? sequence = timed || ordered ? Sequence(byTime, users, timed) : null;
        return Matrix(byTime, users, sequence, segments);
    }

    private static InteractionSequence Sequence((int User, int Item, float Weight, long Time)[] events, int users, bool timed)
    {
        var offsets = new int[users + 1];
        foreach ((int user, _, _, _) in events)
        {
            offsets[user + 1]++;
        }

        for (int u = 0; u < users; u++)
        {
            offsets[u + 1] += offsets[u];
        }

        int[] next = offsets[..users];
        var sequence = new int[events.Length];
        long[]? times = timed ? new long[events.Length] : null;
        foreach ((int user, int item, _, long time) in events)
        {
            int target = next[user]++;
            sequence[target] = item;
            times?[target] = time;
        }

        return new InteractionSequence(offsets, sequence, times);
    }

    private InteractionData Matrix(
        (int User, int Item, float Weight, long Time)[] events, int users, InteractionSequence? sequence, ReadOnlyMemory<int> segments)
    {
        var offsets = new int[users + 1];
        var columns = new List<int>(events.Length);
        var weights = new List<float>(events.Length);
        int previousUser = -1;
        foreach ((int user, int item, float weight, _) in events.OrderBy(e => e.User).ThenBy(e => e.Item))
        {
            if (user == previousUser && columns[^1] == item)
            {
                weights[^1] += weight;
                continue;
            }

            previousUser = user;
            columns.Add(item);
            weights.Add(weight);
            offsets[user + 1]++;
        }

        for (int u = 0; u < users; u++)
        {
            offsets[u + 1] += offsets[u];
        }

        return new InteractionData(items, offsets, [.. columns], [.. weights], sequence) { UserSegments = segments };
    }
}
