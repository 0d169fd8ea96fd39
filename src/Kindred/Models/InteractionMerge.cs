using Kindred.Domain;

namespace Kindred.Models;

/// <summary>Puts earlier and new interactions together, with the meaning of rows that <see cref="IRecommender.Update"/> states.</summary>
public static class InteractionMerge
{
    /// <summary>The interactions of both: users are matched by row, products by the longer vocabulary, weights of a pair are added.</summary>
    /// <remarks>The order is known only where it is known in both; the new interactions of a user come after the earlier ones unless times say otherwise.</remarks>
    /// <exception cref="KindredDataException">The products of the addition do not begin with the earlier ones.</exception>
    public static InteractionData Append(InteractionData earlier, InteractionData added)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(added);
        RequireExtension(earlier.Items, added.Items);
        bool ordered = earlier.HasOrder && added.HasOrder;
        var builder = new InteractionBuilder(added.Items);
        AddAll(builder, earlier, ordered);
        AddAll(builder, added, ordered);
        int users = Math.Max(earlier.UserCount, added.UserCount);
        return builder.Build(users, ordered, Segments(earlier, added, users));
    }

    /// <summary>The interactions of some users; the others keep their rows and are empty.</summary>
    /// <param name="data">The interactions.</param>
    /// <param name="kept">By user, whether his interactions stay.</param>
    /// <param name="keptItems">By product, whether its interactions stay; empty keeps all.</param>
    public static InteractionData Select(InteractionData data, ReadOnlySpan<bool> kept, ReadOnlySpan<bool> keptItems = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var builder = new InteractionBuilder(data.Items);
        for (int user = 0; user < data.UserCount; user++)
        {
            if (kept[user])
            {
                Add(builder, data, user, data.HasOrder || data.HasTimes, keptItems);
            }
        }

        return builder.Build(data.UserCount, data.HasOrder, data.UserSegments, simultaneous: data.HasTimes && !data.HasOrder);
    }

    /// <summary>Checks that a vocabulary begins with the ids of another.</summary>
    /// <exception cref="KindredDataException">It does not.</exception>
    internal static void RequireExtension(Vocabulary model, Vocabulary added)
    {
        bool extends = added.Count >= model.Count;
        for (int row = 0; extends && row < model.Count; row++)
        {
            extends = model[row] == added[row];
        }

        if (!extends)
        {
            throw new KindredDataException(
                "The new interactions number their products in another way than the model: keep the model's products as the first rows and append new ones, or train again.");
        }
    }

    // The segment stated last holds; a user whose segment neither states has none.
    private static ReadOnlyMemory<int> Segments(InteractionData earlier, InteractionData added, int users)
    {
        if (earlier.UserSegments.IsEmpty && added.UserSegments.IsEmpty)
        {
            return default;
        }

        var segments = new int[users];
        segments.AsSpan().Fill(-1);
        earlier.UserSegments.Span.CopyTo(segments);
        ReadOnlySpan<int> later = added.UserSegments.Span;
        for (int user = 0; user < later.Length; user++)
        {
            segments[user] = later[user] >= 0 ? later[user] : segments[user];
        }

        return segments;
    }

    private static void AddAll(InteractionBuilder builder, InteractionData data, bool ordered)
    {
        for (int user = 0; user < data.UserCount; user++)
        {
            Add(builder, data, user, ordered);
        }
    }

    private static void Add(InteractionBuilder builder, InteractionData data, int user, bool ordered, ReadOnlySpan<bool> keptItems = default)
    {
        ReadOnlySpan<int> items = ordered ? data.Sequence(user) : data.UserItems.Columns(user);
        ReadOnlySpan<long> times = ordered ? data.UnixSeconds(user) : [];
        ReadOnlySpan<float> weights = ordered ? [] : data.UserItems.Values(user);
        for (int i = 0; i < items.Length; i++)
        {
            if (keptItems.IsEmpty || keptItems[items[i]])
            {
                builder.Add(user, items[i], weights.IsEmpty ? 1 : weights[i], times.IsEmpty ? null : times[i]);
            }
        }
    }
}
