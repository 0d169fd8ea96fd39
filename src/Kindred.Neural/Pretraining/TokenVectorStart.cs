using System.Numerics.Tensors;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Pretraining;

/// <summary>Starts the token table from word vectors: a token that is a word gets the word's vector, another piece the mean of the words it is a part of.</summary>
internal static class TokenVectorStart
{
    // Deviation of the elements: well above that of the other parameters, so that an untrained encoder is near the mean of its word vectors.
    private const float Deviation = 0.1f;

    /// <summary>Writes into the first columns of the table; tokens in no word keep their random start. The other columns stay random.</summary>
    /// <returns>Number of tokens that got a vector.</returns>
    public static int Apply(EncoderWeights weights, TextTokenizer tokenizer, WordVectors words)
    {
        int width = weights.Config.HiddenSize;
        int used = Math.Min(width, words.Dimensions);
        float[] table = weights[ParameterNames.Tokens];
        TensorPrimitives.Multiply(table, Deviation / 0.02f, table);
        var sums = new float[tokenizer.VocabularySize * used];
        var counts = new int[tokenizer.VocabularySize];
        var whole = new bool[tokenizer.VocabularySize];
        float[] mean = Mean(words);
        for (int row = 0; row < words.Words.Count; row++)
        {
            List<int> ids = tokenizer.Tokenize(words.Words[row]);
            foreach (int id in ids.Where(id => !whole[id] && !tokenizer.SpecialIds.Contains(id)))
            {
                Span<float> sum = sums.AsSpan(id * used, used);
                for (int i = 0; i < used; i++)
                {
                    sum[i] += words.Vector(row)[i] - mean[i];
                }

                counts[id]++;
                if (ids.Count == 1)
                {
                    // The word itself: what was gathered from longer words no longer counts.
                    (whole[id], counts[id]) = (true, 1);
                    for (int i = 0; i < used; i++)
                    {
                        sum[i] = words.Vector(row)[i] - mean[i];
                    }
                }
            }
        }

        for (int id = 0; id < counts.Length; id++)
        {
            if (counts[id] > 0)
            {
                Scale(sums.AsSpan(id * used, used), table.AsSpan(id * width, used));
            }
        }

        return counts.Count(c => c > 0);
    }

    private static void Scale(ReadOnlySpan<float> sum, Span<float> target)
    {
        float length = TensorPrimitives.Norm(sum);
        TensorPrimitives.Multiply(sum, length > 0 ? Deviation * MathF.Sqrt(sum.Length) / length : 0, target);
    }

    // The common direction of all words says nothing of any (Mu & Viswanath, 2018).
    private static float[] Mean(WordVectors words)
    {
        var mean = new float[words.Dimensions];
        for (int row = 0; row < words.Words.Count; row++)
        {
            TensorPrimitives.Add(mean, words.Vector(row), mean);
        }

        TensorPrimitives.Divide(mean, words.Words.Count, mean);
        return mean;
    }
}
