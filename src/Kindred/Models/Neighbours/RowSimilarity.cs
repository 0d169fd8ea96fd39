using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>
/// A similarity split into what is done to each weight beforehand and what is done to the dot product of two rows afterwards.
/// </summary>
/// <remarks>
/// BM25 after Robertson &amp; Zaragoza (2009), the weights k1 and b; G² after Dunning (1993), scaled as in common collaborative filters; association
/// measures after Hahsler's catalogue. Dot products of single precision: whole counts are exact up to 16.7 million.
/// </remarks>
internal sealed class RowSimilarity(KnnOptions options)
{
    private readonly Similarity _kind = options.Similarity;
    private readonly double _shrink = options.Shrink;
    private readonly int _minCount = options.MinCount;

    /// <summary>Whether the dot product of the prepared weights is the number of common entries.</summary>
    public bool CountsPairs { get; } = options.Similarity is not (Similarity.Cosine or Similarity.Bm25 or Similarity.TfIdf);

    /// <summary>Whether the number of common entries is needed beside the dot product.</summary>
    public bool NeedsCounts { get; } =
        options.Similarity is Similarity.Cosine or Similarity.Bm25 or Similarity.TfIdf && (options.Shrink > 0 || options.MinCount > 1);

    /// <summary>The weighting whose dot product this measure is finished from, with what it takes from all rows (frequencies, mean length).</summary>
    public RowWeighting WeightingOf(SparseMatrix rows) => new(options, rows);

    /// <summary>The similarity of two rows where it is their dot product, drawn to 0 for few common entries.</summary>
    public float Damp(float dot, int common) => common < _minCount ? 0 : (float)(dot * (common / (common + _shrink)));

    /// <summary>The similarity of two rows from their dot product.</summary>
    /// <param name="dot">Dot product of the prepared weights.</param>
    /// <param name="common">Common entries c.</param>
    /// <param name="ni">Entries of the one row.</param>
    /// <param name="nj">Entries of the other.</param>
    /// <param name="columns">N.</param>
    public double Finish(double dot, double common, int ni, int nj, int columns)
    {
        if (common < _minCount)
        {
            return 0;
        }

        double similarity = _kind switch
        {
            Similarity.Jaccard => common / (ni + nj - common),
            Similarity.LogLikelihood => LogLikelihood(common, ni, nj, columns),
            Similarity.Confidence => common / ni,
            Similarity.Lift => common * columns / ((double)ni * nj),
            Similarity.LogLift => Math.Log(common * columns / ((double)ni * nj)),
            _ => dot,
        };
        return _shrink > 0 ? similarity * common / (common + _shrink) : similarity;
    }

    // G² = 2 Σ observed × ln(observed / expected) over the four cells.
    private static double LogLikelihood(double both, double ni, double nj, double n)
    {
        if (both * n <= ni * nj)
        {
            return 0;
        }

        double g = Cell(both, ni * nj / n) + Cell(ni - both, ni * (n - nj) / n)
            + Cell(nj - both, (n - ni) * nj / n) + Cell(n - ni - nj + both, (n - ni) * (n - nj) / n);
        return 1 - (1 / (1 + (2 * g)));
    }

    private static double Cell(double observed, double expected) => observed > 0 ? observed * Math.Log(observed / expected) : 0;
}
