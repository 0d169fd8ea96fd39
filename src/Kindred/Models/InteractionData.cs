using Kindred.Domain;
using Kindred.Mining;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Who interacted with which products: what every model is trained on.</summary>
/// <remarks>
/// A "user" is whatever makes a row: a customer with all his purchases, or one basket. <see cref="UserItems"/> holds each (user, product) pair once,
/// its weight the sum over repeats. Where the order is known, <see cref="Sequence"/> holds every interaction, oldest first, repeats included.
/// Immutable and thread-safe; the transposed matrix is made on first use.
/// </remarks>
public sealed class InteractionData
{
    private const int ManyUsers = 50;
    private readonly Lazy<SparseMatrix> _itemUsers;
    private readonly int[] _columns;
    private readonly float[] _weights;
    private readonly int[]? _sequenceOffsets;
    private readonly int[]? _sequence;
    private readonly long[]? _times;
    private readonly bool _ordered;

    internal InteractionData(Vocabulary items, int[] offsets, int[] columns, float[] weights, InteractionSequence? sequence)
    {
        Items = items;
        UserItems = new SparseMatrix(offsets.Length - 1, items.Count, offsets, columns, weights);
        (_columns, _weights) = (columns, weights);
        (_sequenceOffsets, _sequence, _times, _ordered) = (sequence?.Offsets, sequence?.Items, sequence?.UnixSeconds, sequence?.Ordered ?? false);
        _itemUsers = new Lazy<SparseMatrix>(UserItems.Transpose);
    }

    /// <summary>The products the columns refer to.</summary>
    public Vocabulary Items { get; }

    /// <summary>Users × products, weights.</summary>
    public SparseMatrix UserItems { get; }

    /// <summary>Products × users, the transpose of <see cref="UserItems"/>.</summary>
    public SparseMatrix ItemUsers => _itemUsers.Value;

    /// <summary>Number of users, those without interactions included.</summary>
    public int UserCount => UserItems.RowCount;

    /// <summary>Number of products, those without interactions included.</summary>
    public int ItemCount => Items.Count;

    /// <summary>Whether the order of each user's interactions is known.</summary>
    public bool HasOrder => _ordered;

    /// <summary>Whether the time of each interaction is known.</summary>
    public bool HasTimes => _times is not null;

    /// <summary>Segment of each user (a row of the caller's own list), or empty.</summary>
    public ReadOnlyMemory<int> UserSegments { get; init; }

    /// <summary>Baskets as users: each basket is a row, every weight is 1. Products of a basket have no order among them, though they may have a time.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="unixSeconds">Time of each basket in seconds since 1970-01-01 UTC; empty when unknown.</param>
    /// <param name="segments">Segment row of each basket, −1 for unknown; empty when there are none.</param>
    public static InteractionData FromBaskets(BasketSet baskets, ReadOnlySpan<long> unixSeconds = default, ReadOnlyMemory<int> segments = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        var weights = new float[baskets.OccurrenceCount];
        weights.AsSpan().Fill(1);
        (int[] offsets, int[] rows) = (baskets.Offsets.ToArray(), baskets.Rows.ToArray());
        InteractionSequence? timed = unixSeconds.IsEmpty ? null : new InteractionSequence(offsets, rows, Spread(offsets, unixSeconds), Ordered: false);
        return new InteractionData(baskets.Products, offsets, rows, weights, timed) { UserSegments = segments };
    }

    /// <summary>All interactions of a user, oldest first, repeats included; empty where neither order nor times are known.</summary>
    public ReadOnlySpan<int> Sequence(int user) => SequenceMemory(user).Span;

    /// <summary>The time of each element of <see cref="Sequence"/> in seconds since 1970-01-01 UTC; empty where times are not known.</summary>
    public ReadOnlySpan<long> UnixSeconds(int user) => _times is null ? [] : _times.AsSpan(SequenceRange(user));

    /// <summary>Whether products that somebody has have many users on average: the line between dense and sparse data for models that choose by it.</summary>
    internal bool ManyUsersEach() =>
        UserItems.StoredCount >= (long)ManyUsers * Math.Max(1, UserItems.CountInColumns().Count(users => users > 0));

    /// <summary>Mean number of products of a user who has any.</summary>
    internal double MeanProducts() => UserItems.StoredCount / (double)Math.Max(1, UserItems.FilledRows());

    internal int? SegmentOf(int user) => UserSegments.IsEmpty || UserSegments.Span[user] < 0 ? null : UserSegments.Span[user];

    internal ReadOnlyMemory<int> SequenceMemory(int user) => _sequence is null ? default : _sequence.AsMemory(SequenceRange(user));

    internal ReadOnlyMemory<int> ItemsOf(int user) => _columns.AsMemory(UserItems.Offsets[user]..UserItems.Offsets[user + 1]);

    internal ReadOnlyMemory<float> WeightsOf(int user) => _weights.AsMemory(UserItems.Offsets[user]..UserItems.Offsets[user + 1]);

    private static long[] Spread(int[] offsets, ReadOnlySpan<long> values)
    {
        var spread = new long[offsets[^1]];
        for (int row = 0; row < values.Length; row++)
        {
            spread.AsSpan(offsets[row]..offsets[row + 1]).Fill(values[row]);
        }

        return spread;
    }

    private Range SequenceRange(int user) => _sequenceOffsets![user].._sequenceOffsets[user + 1];
}

/// <summary>Every interaction in time order: user u has the elements <c>Offsets[u] .. Offsets[u + 1]</c>; not ordered where all of a user happened at once.</summary>
internal sealed record InteractionSequence(int[] Offsets, int[] Items, long[]? UnixSeconds, bool Ordered = true);
