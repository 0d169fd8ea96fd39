using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Replaces the weights of rows by those whose dot product is taken; frequencies and lengths come from the rows it is made of.</summary>
internal sealed class RowWeighting
{
    private readonly Similarity _kind;
    private readonly double _k1;
    private readonly double _b;
    private readonly double _meanLength;
    private readonly double[] _idf;

    public RowWeighting(KnnOptions options, SparseMatrix rows)
    {
        (_kind, _k1, _b) = (options.Similarity, options.K1, options.B);
        _idf = _kind is Similarity.TfIdf or Similarity.Bm25 ? InverseColumnFrequency(rows) : [];
        _meanLength = rows.RowCount == 0 ? 0 : TensorPrimitives.Sum(rows.AllValues) / (double)rows.RowCount;
    }

    /// <summary>Bytes of what it takes from the rows.</summary>
    public long SizeBytes => 8L * _idf.Length;

    /// <summary>The rows, which may be others than those it was made of, with their new weights.</summary>
    public SparseMatrix Apply(SparseMatrix rows)
    {
        float[] values = _kind switch
        {
            Similarity.Cosine => rows.AllValues.ToArray(),
            Similarity.TfIdf => TfIdf(rows),
            Similarity.Bm25 => Bm25(rows),
            _ => Ones(rows.StoredCount),
        };
        if (_kind is Similarity.Cosine or Similarity.TfIdf)
        {
            Normalise(rows, values);
        }

        return rows.WithValues(values);
    }

    // ln(rows / (1 + rows with the column)), not below 0.
    private static double[] InverseColumnFrequency(SparseMatrix rows) =>
        [.. rows.CountInColumns().Select(f => Math.Max(0, Math.Log(rows.RowCount) - Math.Log(1 + f)))];

    private static float[] Ones(int count)
    {
        var values = new float[count];
        values.AsSpan().Fill(1);
        return values;
    }

    private static void Normalise(SparseMatrix rows, float[] values)
    {
        for (int row = 0; row < rows.RowCount; row++)
        {
            Span<float> weights = values.AsSpan(rows.Offsets[row]..rows.Offsets[row + 1]);
            float norm = TensorPrimitives.Norm<float>(weights);
            if (norm > 0)
            {
                TensorPrimitives.Divide(weights, norm, weights);
            }
        }
    }

    private float[] TfIdf(SparseMatrix rows)
    {
        var values = new float[rows.StoredCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Math.Sqrt(rows.AllValues[i]) * _idf[rows.AllColumns[i]]);
        }

        return values;
    }

    // w (k1 + 1) / (k1 (1 − b + b · length / mean length) + w) × idf
    private float[] Bm25(SparseMatrix rows)
    {
        var values = new float[rows.StoredCount];
        for (int row = 0; row < rows.RowCount; row++)
        {
            double length = TensorPrimitives.Sum(rows.Values(row));
            double scale = _meanLength > 0 ? _k1 * (1 - _b + (_b * length / _meanLength)) : 0;
            for (int i = rows.Offsets[row]; i < rows.Offsets[row + 1]; i++)
            {
                double w = rows.AllValues[i];
                values[i] = (float)(w * (_k1 + 1) / (scale + w) * _idf[rows.AllColumns[i]]);
            }
        }

        return values;
    }
}
