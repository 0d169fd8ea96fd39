namespace Kindred.Models;

/// <summary>How alike two rows (two products by their users, or two users by their products) are.</summary>
/// <remarks>c = rows' common entries, nᵢ and nⱼ = their entries, N = all columns.</remarks>
public enum Similarity
{
    /// <summary>One of the others, by what is compared and how much of it there is (<see cref="KnnOptions.Similarity"/>).</summary>
    Auto,

    /// <summary>Dot product of the weights over the lengths.</summary>
    Cosine,

    /// <summary>c / (nᵢ + nⱼ − c).</summary>
    Jaccard,

    /// <summary>Dot product of BM25 weights, rows as documents, columns as terms.</summary>
    Bm25,

    /// <summary>Cosine of √weight × inverse column frequency.</summary>
    TfIdf,

    /// <summary>Dunning's G² of the 2 × 2 table, as 1 − 1 / (1 + G²); 0 for pairs that meet less often than by chance.</summary>
    LogLikelihood,

    /// <summary>c / nᵢ: of those with i, the share with j. Not symmetric.</summary>
    Confidence,

    /// <summary>c × N / (nᵢ × nⱼ).</summary>
    Lift,

    /// <summary>Natural logarithm of the lift; negative below chance.</summary>
    LogLift,
}
