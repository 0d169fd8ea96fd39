using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Kindred.Models;

/// <summary>Options of <see cref="ItemKnnModel"/>, which compares products by their users, and of <see cref="UserKnnModel"/>, which compares users by their products.</summary>
public sealed record KnnOptions
{
    /// <summary>Neighbours kept for each product (8 bytes each) or for a query by users, or 0 for all. The default is 200.</summary>
    [Description("Neighbours kept, of each product or of the user who asks; 0 keeps all.")]
    [Range(0, 1_000_000)]
    [SearchRange(20, 1000, Logarithmic = true)]
    public int Neighbors { get; init; } = 200;

    /// <summary>
    /// How alike two products or users are. The default, auto, is tf-idf for users; for products it takes of confidence, tf-idf and BM25, each of which
    /// is far ahead on some data, the one that finds products held out of the training data best, at the price of four trainings.
    /// </summary>
    [Description("How alike two products or users are; auto takes confidence, tf-idf or bm25 for products, whichever finds products held out of the training data best, and tf-idf for users.")]
    [SearchRange]
    public Similarity Similarity { get; init; } = Similarity.Auto;

    /// <summary>
    /// Similarities are multiplied by c / (c + shrink), c what the two have in common; draws rare pairs to 0. The default, −1, takes 10 where auto took
    /// confidence or tf-idf for products, without which pairs that met once or twice fill the lists of sparse data, and 0 otherwise.
    /// </summary>
    [Description("Multiplies similarities by c / (c + shrink), c the number of users or products in common; -1 takes 10 where auto took confidence or tf-idf for products, else 0.")]
    [Range(-1.0, 1e6)]
    [SearchRange(0.5, 50, Logarithmic = true)]
    public double Shrink { get; init; } = -1;

    /// <summary>Pairs with less in common are no neighbours. The default is 1.</summary>
    [Description("Pairs with fewer users or products in common are no neighbours.")]
    [Range(1, 1_000_000)]
    public int MinCount { get; init; } = 1;

    /// <summary>BM25's k1: how slowly weights saturate. The default is 1.2.</summary>
    [Description("BM25's k1: how slowly weights saturate.")]
    [Range(0.0, 10_000.0)]
    [SearchRange(0.5, 200, Logarithmic = true)]
    public double K1 { get; init; } = 1.2;

    /// <summary>BM25's b: how strongly long rows (popular products, busy users) are discounted. The default is 0.75.</summary>
    [Description("BM25's b: how strongly long rows (popular products, busy users) are discounted.")]
    [Range(0.0, 1.0)]
    [SearchRange(0, 1)]
    public double B { get; init; } = 0.75;

    /// <summary>The options with what they leave open for users.</summary>
    internal KnnOptions ForUsers() => Similarity == Similarity.Auto ? Settled(Similarity.TfIdf, 0) : Settled(Similarity, 0);

    /// <summary>What products may be compared by where the options leave it open: one where they do not.</summary>
    internal KnnOptions[] ForProducts() => Similarity != Similarity.Auto ? [Settled(Similarity, 0)]
        : [Settled(Similarity.Confidence, 10), Settled(Similarity.TfIdf, 10), Settled(Similarity.Bm25, 0)];

    private KnnOptions Settled(Similarity similarity, double shrink) => this with { Similarity = similarity, Shrink = Shrink >= 0 ? Shrink : shrink };
}
