using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Next item in time: what a user takes next, from what he took before.</summary>
public static class NextItem
{
    /// <summary>
    /// Leave-last-out: the last interaction of each user with at least three is asked for from all earlier ones, the last but one is for tuning, and the
    /// rest is trained on, for the final models too (as in the published tables for sequences). Products of the history are not ranked.
    /// </summary>
    /// <exception cref="KindredDataException">The order is not known.</exception>
    public static EvaluationTask LeaveLastOut(InteractionData data)
    {
        RequireOrder(data);
        InteractionData train = Part(data, user => data.Sequence(user).Length is >= 3 and var length ? length - 2 : data.Sequence(user).Length);
        EvaluationTask Task(int back) => new()
        {
            Protocol = "next item, leave last out",
            Description = "The last interaction of each user with three or more is asked for from the earlier ones; trained on all but the last two; products of the history are not ranked.",
            Train = train,
            Cases = [.. Enumerable.Range(0, data.UserCount).Where(u => data.Sequence(u).Length >= 3)
                .Select(u => Case(data, u, data.Sequence(u).Length - back)).OfType<EvaluationCase>()],
        };
        return Task(1) with { Tuning = Task(2) };
    }

    /// <summary>
    /// Global time split: everything before the moment by which a share of all interactions had happened is trained on; the first later interaction of each
    /// user is asked for from his earlier ones. Nothing of the future is ever trained on.
    /// </summary>
    /// <exception cref="KindredDataException">Times are not known.</exception>
    public static EvaluationTask GlobalTimeSplit(InteractionData data, double trainShare = 0.8)
    {
        RequireOrder(data);
        if (!data.HasTimes)
        {
            throw new KindredDataException("A global time split needs the time of every interaction; the data has an order only. Use leave-last-out.");
        }

        long[] times = [.. Enumerable.Range(0, data.UserCount).SelectMany(u => data.UnixSeconds(u).ToArray()).Order()];
        EvaluationTask final = SplitAt(data, times, trainShare, 1);
        return final with { Tuning = SplitAt(data, times, trainShare * trainShare, trainShare) };
    }

    private static EvaluationTask SplitAt(InteractionData data, long[] times, double trainShare, double endShare)
    {
        long start = times.Length == 0 ? 0 : times[(int)(trainShare * (times.Length - 1))];
        long end = endShare >= 1 || times.Length == 0 ? long.MaxValue : times[(int)(endShare * (times.Length - 1))];
        int Before(int user) => LowerBound(data.UnixSeconds(user), start);
        InteractionData train = Part(data, Before);
        return new EvaluationTask
        {
            Protocol = "next item, global time split",
            Description = $"Trained on what happened before the first {trainShare:P0} of interactions were through; the first later interaction of each user is asked for; products of the history are not ranked.",
            Train = train,
            Cases = [.. Enumerable.Range(0, data.UserCount)
                .Where(u => Before(u) < data.Sequence(u).Length && data.UnixSeconds(u)[Before(u)] < end)
                .Select(u => Case(data, u, Before(u))).OfType<EvaluationCase>()],
        };
    }

    // A product that was in the history already is not ranked and cannot be asked for.
    private static EvaluationCase? Case(InteractionData data, int user, int position)
    {
        int next = data.Sequence(user)[position];
        ReadOnlyMemory<int> history = data.SequenceMemory(user)[..position];
        return history.Span.Contains(next)
            ? null
            : new EvaluationCase(new RecommendationQuery { User = user, History = history, Segment = data.SegmentOf(user) }, [next]);
    }

    private static InteractionData Part(InteractionData data, Func<int, int> length)
    {
        var builder = new InteractionBuilder(data.Items);
        for (int user = 0; user < data.UserCount; user++)
        {
            for (int i = 0; i < length(user); i++)
            {
                builder.Add(user, data.Sequence(user)[i], unixSeconds: data.HasTimes ? data.UnixSeconds(user)[i] : null);
            }
        }

        return builder.Build(data.UserCount, ordered: true, data.UserSegments);
    }

    private static int LowerBound(ReadOnlySpan<long> times, long bound)
    {
        int count = 0;
        while (count < times.Length && times[count] < bound)
        {
            count++;
        }

        return count;
    }

    private static void RequireOrder(InteractionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.HasOrder)
        {
            throw new KindredDataException("Next-item evaluation needs to know in which order things were bought; the data has neither times nor an order. Use user hold-out or basket completion.");
        }
    }
}
