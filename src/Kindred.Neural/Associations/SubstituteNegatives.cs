using Kindred.Mining;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Neural.Associations;

/// <summary>Finds what one might take for a companion: a product whose title is like a companion's, yet which was never bought with the product though their sales could have shown it.</summary>
internal sealed class SubstituteNegatives
{
    /// <summary>Baskets in common that chance alone would give: with none seen, less than this many is no evidence (e⁻³ = 5 %).</summary>
    public const double LeastExpected = 3;

    private const int Likes = 20;

    private readonly SparseMatrix _baskets;
    private readonly int _basketCount;
    private readonly int[][] _alike;

    private SubstituteNegatives(SparseMatrix baskets, int basketCount, int[][] alike) => (_baskets, _basketCount, _alike) = (baskets, basketCount, alike);

    /// <summary>Finds the likes of every product by BM25 of titles.</summary>
    public static SubstituteNegatives Create(BasketSet baskets, IReadOnlyList<string?> titles, CancellationToken cancellation)
    {
        Bm25Index index = Bm25Index.Build([.. titles.Select(t => t ?? string.Empty)], cancellation: cancellation);
        int[][] alike = [.. titles.AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select((title, row) => title is null ? [] : index.Search(title, Likes + 1).Rows.ToArray().Where(r => r != row).ToArray())];
        return new SubstituteNegatives(InteractionData.FromBaskets(baskets).ItemUsers, baskets.Count, alike);
    }

    /// <summary>The product most like the companion that was never bought with the product; null where there is none.</summary>
    public int? Find(int product, int companion)
    {
        foreach (int candidate in _alike[companion])
        {
            if (candidate != product && IsNeverBoughtWith(product, candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private bool IsNeverBoughtWith(int product, int candidate)
    {
        ReadOnlySpan<int> one = _baskets.Columns(product);
        ReadOnlySpan<int> other = _baskets.Columns(candidate);
        return (double)one.Length * other.Length / _basketCount >= LeastExpected && !HaveCommon(one, other);
    }

    private static bool HaveCommon(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i] == other[j])
            {
                return true;
            }

            (i, j) = one[i] < other[j] ? (i + 1, j) : (i, j + 1);
        }

        return false;
    }
}
