namespace Kindred.Mining.TopN;

/// <summary>An itemset on the way to the answer.</summary>
/// <param name="Codes">Its codes, ascending.</param>
/// <param name="Rows">Its product rows, ascending.</param>
/// <param name="SupportCount">Number of baskets that hold it.</param>
/// <param name="Core">Only codes below this one may extend it.</param>
internal sealed record FoundSet(int[] Codes, int[] Rows, int SupportCount, int Core) : IComparable<FoundSet>
{
    /// <summary>Negative when this set comes before the other in the answer.</summary>
    public int CompareTo(FoundSet? other)
    {
        int order = other!.SupportCount.CompareTo(SupportCount);
        order = order != 0 ? order : Rows.Length.CompareTo(other.Rows.Length);
        return order != 0 ? order : Rows.AsSpan().SequenceCompareTo(other.Rows);
    }
}
