namespace Kindred.Domain;

/// <summary>Product rows with their scores, best first; scorers, filters, indexes and metrics all hand this type on.</summary>
/// <remarks>Ordered by falling score, equal scores by rising row. Immutable and thread-safe. The empty list is <see cref="Empty"/>.</remarks>
public sealed class ScoredList
{
    private readonly int[] _rows;
    private readonly float[] _scores;

    /// <summary>Wraps rows and scores that already stand in order; they are not copied.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ScoredList(int[] rows, float[] scores)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(scores);
        if (rows.Length != scores.Length)
        {
            throw new ArgumentException($"There are {rows.Length} rows and {scores.Length} scores.", nameof(scores));
        }

        _rows = rows;
        _scores = scores;
    }

    /// <summary>The list without entries.</summary>
    public static ScoredList Empty { get; } = new([], []);

    /// <summary>Number of entries.</summary>
    public int Count => _rows.Length;

    /// <summary>The product rows, best first.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>The score of each row.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Row and score at a rank; rank 0 is the best.</summary>
    public (int Row, float Score) this[int rank] => (_rows[rank], _scores[rank]);
}
