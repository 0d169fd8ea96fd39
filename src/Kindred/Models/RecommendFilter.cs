namespace Kindred.Models;

/// <summary>Which products may be recommended.</summary>
public sealed record RecommendFilter
{
    /// <summary>Leaves out what the query already holds.</summary>
    public static RecommendFilter Default { get; } = new();

    /// <summary>Whether the products of the query's history are left out; true by default.</summary>
    public bool ExcludeHistory { get; init; } = true;

    /// <summary>Whether the products of the query's basket are left out; true by default.</summary>
    public bool ExcludeBasket { get; init; } = true;

    /// <summary>Further product rows to leave out; unknown rows are ignored. Empty by default.</summary>
    public IReadOnlyCollection<int> Exclude { get; init; } = [];

    /// <summary>Only rows for which this is true are taken (category, stock); null takes all.</summary>
    public Func<int, bool>? Only { get; init; }

    /// <summary>Marks what is left out by writing <see cref="float.NaN"/> over its score.</summary>
    internal void Apply(RecommendationQuery query, Span<float> scores)
    {
        if (ExcludeHistory)
        {
            Drop(query.History.Span, scores);
        }

        if (ExcludeBasket)
        {
            Drop(query.Basket.Span, scores);
        }

        foreach (int row in Exclude)
        {
            Drop([row], scores);
        }

        for (int row = 0; Only is not null && row < scores.Length; row++)
        {
            if (!Only(row))
            {
                scores[row] = float.NaN;
            }
        }
    }

    private static void Drop(ReadOnlySpan<int> rows, Span<float> scores)
    {
        foreach (int row in rows)
        {
            if ((uint)row < (uint)scores.Length)
            {
                scores[row] = float.NaN;
            }
        }
    }
}
