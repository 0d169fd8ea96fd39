namespace Kindred.Index;

/// <summary>What one walk needs; kept and used again, so that searches allocate nothing.</summary>
/// <remarks>Bytes: 1 a slot (visited), 8 a candidate and result, the query as floats and as code.</remarks>
internal sealed class SearchScratch(int queryFloats, int queryCodeBytes)
{
    public Beam Beam { get; } = new();

    public Beam Results { get; } = new();

    /// <summary>The answer: exact scores under rows, not slots.</summary>
    public Beam Top { get; } = new();

    public CandidateHeap Candidates { get; } = new();

    public VisitedSet Visited { get; } = new();

    public Block<float> Query { get; } = new(queryFloats);

    public Block<byte> QueryCode { get; } = new(queryCodeBytes);

    /// <summary>Neighbours to be compared: fits the longest list.</summary>
    public int[] Neighbours { get; } = new int[256];
}
