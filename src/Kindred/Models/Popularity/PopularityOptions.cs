using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="PopularityModel"/>.</summary>
public sealed record PopularityOptions
{
    /// <summary>Days after which an interaction counts half; 0 counts all alike. The default is 0.</summary>
    [Description("Days after which an interaction counts half; 0 counts all alike. Needs times.")]
    [Range(0.0, 36500.0)]
    public double HalfLifeDays { get; init; }

    /// <summary>Whether customers of a known segment get the popularity in their segment. The default is false.</summary>
    [Description("Whether customers of a known segment get the popularity within their segment.")]
    public bool PerSegment { get; init; }

    /// <summary>
    /// How strongly a segment's counts are drawn to the whole: as many interactions spread like all are added to each segment. The default is 100.
    /// </summary>
    [Description("Interactions, spread like all of them, that are added to each segment.")]
    [Range(0.0, 1e9)]
    public double Shrink { get; init; } = 100;
}
