using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Text;
using Kindred.Neural.Tokenizing;
using Kindred.Numerics;

namespace Kindred.Neural.Pretraining;

/// <summary>
/// What is known of tokens before training: the word vector of a token that is a word, or the mean of the words a piece is part of, beside a random projection of
/// its spelling (hashed strings of three to five characters; Bojanowski et al., 2017), both of length 1, times the weight of SIF (Arora et al., 2017).
/// </summary>
/// <remarks>Special tokens have rows of zeros, and so has the meaning of tokens without a word.</remarks>
internal sealed class TokenFeatures
{
    private const double SifA = 1e-3;
    private const int ShortestPart = 3;
    private const int LongestPart = 5;

    private readonly TextTokenizer _tokenizer;
    private readonly Dictionary<ulong, float[]> _parts = [];

    private TokenFeatures(TextTokenizer tokenizer, int meaning, int spelling)
    {
        (_tokenizer, Meaning, Spelling) = (tokenizer, meaning, spelling);
        Rows = new float[(long)tokenizer.VocabularySize * Width];
    }

    /// <summary>Width of the part from words.</summary>
    public int Meaning { get; }

    /// <summary>Width of the part from spelling.</summary>
    public int Spelling { get; }

    public int Width => Meaning + Spelling;

    /// <summary>One row a token, [V × (meaning + spelling)].</summary>
    public float[] Rows { get; }

    /// <summary>Number of tokens that have a meaning.</summary>
    public int FromWords { get; private set; }

    public static TokenFeatures Create(TextTokenizer tokenizer, WordVectors words, IEnumerable<string> texts, int spelling)
    {
        var features = new TokenFeatures(tokenizer, words.Dimensions, spelling);
        int[][] wordTokens = [.. words.Words.Select(w => tokenizer.Tokenize(w).ToArray())];
        features.SetMeanings(words, wordTokens);
        features.SetSpellings();
        features.Weigh(Shares(tokenizer, texts, wordTokens));
        return features;
    }

    private Span<float> Row(int id) => Rows.AsSpan(id * Width, Width);

    private void SetMeanings(WordVectors words, int[][] wordTokens)
    {
        float[] mean = Mean(words);
        var whole = new bool[_tokenizer.VocabularySize];
        var vector = new float[Meaning];
        for (int word = 0; word < wordTokens.Length; word++)
        {
            TensorPrimitives.Subtract(words.Vector(word), mean, vector);
            foreach (int id in wordTokens[word].Where(id => !whole[id] && !_tokenizer.SpecialIds.Contains(id)))
            {
                Span<float> row = Row(id)[..Meaning];
                whole[id] = wordTokens[word].Length == 1;
                if (whole[id])
                {
                    // The word itself: what was gathered from longer words no longer counts.
                    row.Clear();
                }

                TensorPrimitives.Add(row, vector, row);
            }
        }

        for (int id = 0; id < whole.Length; id++)
        {
            FromWords += MakeUnit(Row(id)[..Meaning]) ? 1 : 0;
        }
    }

    private void SetSpellings()
    {
        for (int id = 0; id < _tokenizer.VocabularySize; id++)
        {
            if (!_tokenizer.SpecialIds.Contains(id))
            {
                string token = _tokenizer.Token(id);
                Spell(token.StartsWith("##", StringComparison.Ordinal) ? token[2..] + ">" : $"<{token}>", Row(id)[Meaning..]);
            }
        }
    }

    private void Spell(string word, Span<float> target)
    {
        TensorPrimitives.Add(target, Part(word), target);
        for (int length = ShortestPart; length <= Math.Min(LongestPart, word.Length - 1); length++)
        {
            for (int start = 0; start + length <= word.Length; start++)
            {
                TensorPrimitives.Add(target, Part(word.AsSpan(start, length)), target);
            }
        }

        MakeUnit(target);
    }

    private float[] Part(ReadOnlySpan<char> part)
    {
        ulong hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(part.ToString()));
        if (!_parts.TryGetValue(hash, out float[]? vector))
        {
            var random = new RandomStream(hash);
            _parts[hash] = vector = [.. Enumerable.Range(0, Spelling).Select(_ => (float)random.NextGaussian())];
        }

        return vector;
    }

    private void Weigh(double[] shares)
    {
        for (int id = 0; id < shares.Length; id++)
        {
            TensorPrimitives.Multiply(Row(id), (float)(SifA / (SifA + shares[id])), Row(id));
        }
    }

    // A token's share of running text: the mean of its share of the texts and of its share of English, where word frequencies follow Zipf's law.
    private static double[] Shares(TextTokenizer tokenizer, IEnumerable<string> texts, int[][] wordTokens)
    {
        var product = new double[tokenizer.VocabularySize];
        var general = new double[tokenizer.VocabularySize];
        foreach (int id in texts.SelectMany(tokenizer.Tokenize))
        {
            product[id]++;
        }

        for (int word = 0; word < wordTokens.Length; word++)
        {
            foreach (int id in wordTokens[word])
            {
                general[id] += 1.0 / (word + 1);
            }
        }

        (double products, double generals) = (Math.Max(1, product.Sum()), Math.Max(1, general.Sum()));
        return [.. product.Zip(general, (p, g) => ((p / products) + (g / generals)) / 2)];
    }

    private static bool MakeUnit(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Multiply(vector, length > 0 ? 1 / length : 0, vector);
        return length > 0;
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
