namespace Kindred.Numerics;

/// <summary>One float32 vector a row, row-major: component j of row i is element i × <see cref="Factors"/> + j.</summary>
internal sealed class FactorMatrix(int factors, float[] elements)
{
    // Rows added up together; fixed, so that sums do not depend on the number of threads.
    private const int Chunk = 512;

    /// <summary>Creates vectors of zeros.</summary>
    public FactorMatrix(int rows, int factors)
        : this(factors, new float[checked(rows * factors)])
    {
    }

    /// <summary>Components of a vector.</summary>
    public int Factors => factors;

    /// <summary>Number of vectors.</summary>
    public int Rows => elements.Length / factors;

    /// <summary>All components.</summary>
    public float[] Elements => elements;

    /// <summary>The vector of a row.</summary>
    public Span<float> Row(int row) => elements.AsSpan(row * factors, factors);

    /// <summary>Vectors of independent normal components; row i draws from stream i of the seed.</summary>
    public static FactorMatrix Gaussian(int rows, int factors, double deviation, ulong seed)
    {
        var matrix = new FactorMatrix(rows, factors);
        for (int row = 0; row < rows; row++)
        {
            var random = new RandomStream(seed, (ulong)row);
            foreach (ref float component in matrix.Row(row))
            {
                component = (float)(deviation * random.NextGaussian());
            }
        }

        return matrix;
    }

    /// <summary>The vectors with rows of zeros appended.</summary>
    public FactorMatrix Extend(int rows)
    {
        var larger = new FactorMatrix(rows, factors);
        elements.CopyTo(larger.Elements, 0);
        return larger;
    }

    /// <summary>Σ over rows of row rowᵀ, factors × factors, both triangles; the same bits on any number of threads.</summary>
    public float[] Gram(int threads)
    {
        var parts = new float[(Rows + Chunk - 1) / Chunk][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) };
        Parallel.For(0, parts.Length, parallel, part => parts[part] = GramOf(part * Chunk, Math.Min(Rows, (part + 1) * Chunk)));
        var sum = new double[factors * factors];
        foreach (float[] part in parts)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += part[i];
            }
        }

        return [.. sum.Select(s => (float)s)];
    }

    private float[] GramOf(int first, int end)
    {
        var gram = new float[factors * factors];
        for (int row = first; row < end; row++)
        {
            Span<float> vector = Row(row);
            for (int a = 0; a < factors; a++)
            {
                ShortVectors.AddScaled(vector, vector[a], gram.AsSpan(a * factors, factors));
            }
        }

        return gram;
    }
}
