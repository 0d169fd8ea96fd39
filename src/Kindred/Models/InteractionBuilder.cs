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
    /// <param name="simultaneous">Whether all interactions of a user happened at once, as those of a basket do: there are times then, but no order.</param>
    public InteractionData Build(int userCount = 0, bool ordered = false, ReadOnlyMemory<int> segments = default, bool simultaneous = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(userCount == 0 ? _userCount : userCount, _userCount, nameof(userCount));
        bool timed = _allTimesKnown && _events.Count > 0;
        int[] offsets = CountByUser(Math.Max(userCount, _userCount));
        int[] byUser = GroupByUser(offsets);
        InteractionSequence? sequence = timed || ordered ? Sequence(byUser, offsets, timed) with { Ordered = !simultaneous } : null;
        return Matrix(byUser, offsets, sequence, segments);
    }

    private int[] CountByUser(int users)
    {
        var offsets = new int[users + 1];
        foreach ((int user, _, _, _) in _events)
        {
            offsets[user + 1]++;
        }

        for (int u = 0; u < users; u++)
        {
            offsets[u + 1] += offsets[u];
        }

        return offsets;
    }

    // Indices of the events, user after user, each user's in the order of adding (counting sort).
    private int[] GroupByUser(int[] offsets)
    {
        int[] next = offsets[..^1];
        var byUser = new int[_events.Count];
        for (int i = 0; i < byUser.Length; i++)
        {
            byUser[next[_events[i].User]++] = i;
        }

        return byUser;
    }

    // Sorts each user's events by time, equal times by adding, when there are times.
    private InteractionSequence Sequence(int[] byUser, int[] offsets, bool timed)
    {
        for (int user = 0; timed && user < offsets.Length - 1; user++)
        {
            byUser.AsSpan(offsets[user]..offsets[user + 1]).Sort((a, b) => (_events[a].Time, a).CompareTo((_events[b].Time, b)));
        }

        return new InteractionSequence(
            offsets, Array.ConvertAll(byUser, i => _events[i].Item), timed ? Array.ConvertAll(byUser, i => _events[i].Time) : null);
    }

    private InteractionData Matrix(int[] byUser, int[] offsets, InteractionSequence? sequence, ReadOnlyMemory<int> segments)
    {
        int[] columns = Array.ConvertAll(byUser, i => _events[i].Item);
        float[] weights = Array.ConvertAll(byUser, i => _events[i].Weight);
        var compact = new int[offsets.Length];
        int count = 0;
        for (int user = 0; user < offsets.Length - 1; user++)
        {
            (int start, int end) = (offsets[user], offsets[user + 1]);
            Array.Sort(columns, weights, start, end - start);
            for (int i = start; i < end; i++)
            {
                if (count > compact[user] && columns[count - 1] == columns[i])
                {
                    weights[count - 1] += weights[i];
                    continue;
                }

                (columns[count], weights[count]) = (columns[i], weights[i]);
                count++;
            }

            compact[user + 1] = count;
        }

        Array.Resize(ref columns, count);
        Array.Resize(ref weights, count);
        return new InteractionData(items, compact, columns, weights, sequence) { UserSegments = segments };
    }
}
