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

    /// <summary>Vectors of independent normal components; row i draws from stream i of the seed, on whichever thread.</summary>
    public static FactorMatrix Gaussian(int rows, int factors, double deviation, ulong seed, int threads = 1)
    {
        var matrix = new FactorMatrix(rows, factors);
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, row =>
        {
            var random = new RandomStream(seed, (ulong)row);
            foreach (ref float component in matrix.Row(row))
            {
                component = (float)(deviation * random.NextGaussian());
            }
        });
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
        int width = GramTiles.WidthFor(factors);
        var parts = new float[(Rows + Chunk - 1) / Chunk][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) };
        Parallel.For(0, parts.Length, parallel, part => parts[part] = GramOf(part * Chunk, Math.Min(Rows, (part + 1) * Chunk), width));
        var sum = new double[width * width];
        foreach (float[] part in parts)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += part[i];
            }
        }

        var gram = new float[factors * factors];
        for (int a = 0; a < factors; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                gram[(a * factors) + b] = gram[(b * factors) + a] = (float)sum[(a * width) + b];
            }
        }

        return gram;
    }

    // The lower triangle, rows as wide as the kernel takes them.
    private float[] GramOf(int first, int end, int width)
    {
        var gram = new float[width * width];
        if (width == factors)
        {
            GramTiles.Add(elements.AsSpan(first * factors, (end - first) * factors), width, gram);
            return gram;
        }

        var padded = new float[(end - first) * width];
        for (int row = first; row < end; row++)
        {
            Row(row).CopyTo(padded.AsSpan((row - first) * width));
        }

        GramTiles.Add(padded, width, gram);
        return gram;
    }
}
