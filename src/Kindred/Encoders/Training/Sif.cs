using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Encoders;

/// <summary>Smooth inverse frequency (Arora, Liang &amp; Ma, ICLR 2017, algorithm 1).</summary>
internal static class Sif
{
    /// <summary>Brings vectors to length 1, so that only the weights decide how much a token counts.</summary>
    public static void MakeUnit(FactorMatrix vectors)
    {
        for (int t = 0; t < vectors.Rows; t++)
        {
            float length = TensorPrimitives.Norm<float>(vectors.Row(t));
            TensorPrimitives.Divide(vectors.Row(t), length > 0 ? length : 1, vectors.Row(t));
        }
    }

    /// <summary>Multiplies each token's vector by a / (a + p), p being the token's share of all tokens.</summary>
    public static void Weight(FactorMatrix vectors, ReadOnlySpan<int> counts, long total, double a)
    {
        for (int t = 0; t < vectors.Rows; t++)
        {
            Span<float> vector = vectors.Row(t);
            TensorPrimitives.Multiply(vector, (float)(a / (a + (counts[t] / (double)total))), vector);
        }
    }

    /// <summary>The first right singular vectors of the matrix of all texts' mean vectors, one a row; none for texts without tokens.</summary>
    public static FactorMatrix CommonComponents(TokenCorpus corpus, FactorMatrix vectors, int count, int threads)
    {
        int dimensions = vectors.Factors;
        count = Math.Min(count, dimensions);
        if (count == 0)
        {
            return new FactorMatrix(dimensions, []);
        }

        var means = new FactorMatrix(corpus.TextCount, dimensions);
        for (int text = 0; text < corpus.TextCount; text++)
        {
            foreach (int token in corpus[text])
            {
                ShortVectors.AddScaled(vectors.Row(token), 1f / corpus[text].Length, means.Row(text));
            }
        }

        double[] gram = [.. means.Gram(threads).Select(g => (double)g)];
        SymmetricEigen.Decompose(gram, dimensions);
        return new FactorMatrix(dimensions, [.. gram.Take(count * dimensions).Select(g => (float)g)]);
    }
}
