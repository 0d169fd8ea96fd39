using System.ComponentModel.DataAnnotations;

namespace Kindred.Recommend;

/// <summary>How ranks in the answers of several searches become one.</summary>
public sealed record RankFusionOptions
{
    /// <summary>Ranks count 1 / (constant + rank), rank 1 being the best. The default is 60, as in the paper.</summary>
    [Range(0.0, 1e6)]
    public double RankConstant { get; init; } = 60;

    /// <summary>How deep each answer is read, unless more rows are asked for. The default is 200.</summary>
    [Range(1, 1_000_000)]
    public int Depth { get; init; } = 200;
}
