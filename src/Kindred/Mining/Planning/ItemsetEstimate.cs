namespace Kindred.Mining.Planning;

/// <summary>How many itemsets there will be, predicted without mining them.</summary>
/// <remarks>Immutable. The counts of one and of no product are exact; the others are unbiased estimates.</remarks>
public sealed record ItemsetEstimate
{
    /// <summary>The smallest support count asked for.</summary>
    public required int MinCount { get; init; }

    /// <summary>Predicted number of itemsets with i products at index i; index 0 is 0.</summary>
    public required IReadOnlyList<double> CountByLength { get; init; }

    /// <summary>Standard error of <see cref="Total"/> divided by it, from the spread of the runs; 0 when every run agreed.</summary>
    public required double RelativeError { get; init; }

    /// <summary>Number of independent runs averaged.</summary>
    public required int Runs { get; init; }

    /// <summary>Predicted number of frequent itemsets.</summary>
    public double Total => CountByLength.Sum();

    /// <summary>Predicted number of (itemset, product) pairs, which memory follows.</summary>
    public double Items => CountByLength.Select((count, length) => count * length).Sum();

    /// <summary>Predicted bytes of an <see cref="ItemsetTable"/> of them: 12 an itemset and 4 a product.</summary>
    public double TableBytes => (12 * Total) + (4 * Items);
}
