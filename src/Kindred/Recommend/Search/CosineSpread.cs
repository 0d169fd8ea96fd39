using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Recommend;

/// <summary>Mean and standard deviation of a query's cosines with all products, without computing them: q·μ and √(q'Cq − (q·μ)²).</summary>
internal sealed class CosineSpread
{
    private readonly float[] _mean;
    private readonly float[] _moments;

    private CosineSpread(float[] mean, float[] moments) => (_mean, _moments) = (mean, moments);

    /// <summary>Reads the products' vectors, of any length, row after row.</summary>
    public static CosineSpread Of(float[] vectors, int dimensions, int threads)
    {
        int count = vectors.Length / dimensions;
        var unit = new FactorMatrix(count, dimensions);
        var mean = new float[dimensions];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> vector = vectors.AsSpan(row * dimensions, dimensions);
            float length = TensorPrimitives.Norm(vector);
            TensorPrimitives.Multiply(vector, length > 0 ? 1 / length : 0, unit.Row(row));
            TensorPrimitives.Add(mean, unit.Row(row), mean);
        }

        TensorPrimitives.Divide(mean, count, mean);
        float[] moments = unit.Gram(threads);
        TensorPrimitives.Divide(moments, count, moments);
        return new CosineSpread(mean, moments);
    }

    /// <summary>The spread of a query's cosines.</summary>
    /// <param name="query">Not all zeros.</param>
    public (double Mean, double Deviation) For(ReadOnlySpan<float> query)
    {
        double length = TensorPrimitives.Norm(query);
        double mean = TensorPrimitives.Dot(query, _mean) / length;
        double square = 0;
        for (int i = 0; i < query.Length; i++)
        {
            square += query[i] * TensorPrimitives.Dot(_moments.AsSpan(i * query.Length, query.Length), query);
        }

        return (mean, Math.Sqrt(Math.Max(0, (square / (length * length)) - (mean * mean))));
    }
}
