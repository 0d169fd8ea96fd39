using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="UserKnnModel"/>.</summary>
public sealed record UserKnnOptions
{
    /// <summary>Neighbours kept for a query, or 0 for all. The default is 200.</summary>
    [Description("Neighbours kept for a query; 0 keeps all.")]
    [Range(0, 1_000_000)]
    [SearchRange(20, 1000, Logarithmic = true)]
    public int Neighbors { get; init; } = 200;

    /// <summary>How alike two users are. The default is the cosine.</summary>
    [Description("How alike two users are.")]
    [SearchRange]
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>Similarities are multiplied by c / (c + shrink), c the common products; draws rare pairs to 0. The default is 0.</summary>
    [Description("Multiplies similarities by c / (c + shrink), c the common products.")]
    [Range(0.0, 1e6)]
    public double Shrink { get; init; }

    /// <summary>Pairs with fewer common products are no neighbours. The default is 1.</summary>
    [Description("Pairs with fewer common products are no neighbours.")]
    [Range(1, 1_000_000)]
    public int MinCount { get; init; } = 1;

    /// <summary>BM25's k1: how slowly weights saturate. The default is 1.2.</summary>
    [Description("BM25's k1: how slowly weights saturate.")]
    [Range(0.0, 10_000.0)]
    [SearchRange(0.5, 200, Logarithmic = true)]
    public double K1 { get; init; } = 1.2;

    /// <summary>BM25's b: how strongly busy users are discounted. The default is 0.75.</summary>
    [Description("BM25's b: how strongly long rows (popular products, busy users) are discounted.")]
    [Range(0.0, 1.0)]
    [SearchRange(0, 1)]
    public double B { get; init; } = 0.75;
}
