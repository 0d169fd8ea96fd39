using System.ComponentModel.DataAnnotations;

namespace Kindred.Recommend;

/// <summary>What a <see cref="WordSearch"/> makes of how titles are built.</summary>
/// <remarks>The defaults were chosen on half of the queries of two tasks (docs/retrieval.md).</remarks>
public sealed record WordSearchOptions
{
    /// <summary>How much more a title scores, as a share, when the query names what its product is. The default is 0.3.</summary>
    [Range(0.0, 10.0)]
    public double Head { get; init; } = 0.3;

    /// <summary>How much more a title scores, as a share, when all neighbours of the query are neighbours in it. The default is 0.15.</summary>
    [Range(0.0, 10.0)]
    public double Pairs { get; init; } = 0.15;

    /// <summary>How many products BM25 proposes, unless more are asked for. The default is 200.</summary>
    [Range(1, 1_000_000)]
    public int Depth { get; init; } = 200;
}
