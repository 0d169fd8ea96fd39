using Kindred.Domain;

namespace Kindred.Mining;

/// <summary>The itemsets do not fit in the memory they were given.</summary>
public sealed class MiningMemoryException : KindredDataException
{
    /// <summary>Creates the exception for a table that filled up while mining.</summary>
    /// <param name="itemsets">Number of itemsets that did fit.</param>
    /// <param name="limitBytes">The limit in bytes.</param>
    public MiningMemoryException(long itemsets, long limitBytes)
        : base($"The itemsets do not fit in {limitBytes >> 20} MB: the limit was reached after {itemsets} of them. Give a higher minimum count, a maximum length or more memory, or write to a file instead.")
    {
        LimitBytes = limitBytes;
    }

    /// <summary>Creates the exception for a plan that cannot fit.</summary>
    /// <param name="predictedItemsets">Predicted number of itemsets.</param>
    /// <param name="limitBytes">The limit in bytes.</param>
    /// <param name="fittingMinCount">The lowest minimum count found whose itemsets are predicted to fit; null when none was found.</param>
    public MiningMemoryException(double predictedItemsets, long limitBytes, int? fittingMinCount)
        : base($"About {predictedItemsets:N0} itemsets are expected, which do not fit in {limitBytes >> 20} MB. "
            + (fittingMinCount is { } fits ? $"A minimum count of {fits} would fit; or write to a file instead." : "Give a maximum length or more memory, or write to a file instead."))
    {
        LimitBytes = limitBytes;
        FittingMinCount = fittingMinCount;
    }

    /// <summary>The limit in bytes.</summary>
    public long LimitBytes { get; }

    /// <summary>The lowest minimum count found whose itemsets are predicted to fit; null when unknown.</summary>
    public int? FittingMinCount { get; }
}
