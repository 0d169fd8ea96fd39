using Kindred.Numerics;

namespace Kindred.Encoders;

/// <summary>Skip-gram with negative sampling over the tokens of texts, where a token's vector is the mean of its own and its parts' vectors.</summary>
/// <remarks>
/// Mikolov et al. (2013): neighbours within a window of random reach, frequent tokens passed over at random, negatives drawn by frequency to the
/// power ¾. Bojanowski et al. (2017): parts of words. Differs from both: the steps of all neighbours of a token are applied to the token together.
/// One thread, so that the seed decides every bit.
/// </remarks>
internal sealed class SkipGram
{
    private const float MostLogit = 20;
    private const double NegativeExponent = 0.75;

    private readonly TokenCorpus _corpus;
    private readonly StaticEncoderOptions _options;
    private readonly ulong _seed;
    private readonly FactorMatrix _words;
    private readonly FactorMatrix _parts;
    private readonly FactorMatrix _contexts;
    private readonly int[][] _buckets;
    private readonly AliasTable _negatives;
    private readonly double[] _kept;

    public SkipGram(TokenCorpus corpus, StaticEncoderOptions options, ulong seed)
    {
        (_corpus, _options, _seed) = (corpus, options, seed);
        double deviation = 1.0 / options.Dimensions;
        _words = FactorMatrix.Gaussian(corpus.Terms.Count, options.Dimensions, deviation, seed);
        _parts = FactorMatrix.Gaussian(options.Buckets, options.Dimensions, deviation, seed + 1);
        _contexts = new FactorMatrix(corpus.Terms.Count, options.Dimensions);
        _buckets = FindParts();
        _negatives = new AliasTable([.. corpus.Counts.Select(c => Math.Pow(c, NegativeExponent))]);
        // The chance that a token is kept: √(t / p) + t / p, as the authors' program has it.
        _kept = [.. corpus.Counts.Select(c => options.Subsample * corpus.TokenTotal / c).Select(r => Math.Sqrt(r) + r)];
    }

    /// <summary>Goes over all texts once, in random order.</summary>
    public void RunEpoch(int epoch, CancellationToken cancellation)
    {
        var random = new RandomStream(_seed, (ulong)epoch + 2);
        int[] order = [.. Enumerable.Range(0, _corpus.TextCount)];
        random.Shuffle<int>(order);
        var vector = new float[_options.Dimensions];
        var change = new float[_options.Dimensions];
        var kept = new List<int>();
        for (int i = 0; i < order.Length; i++)
        {
            if (i % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            double done = (epoch + ((double)i / order.Length)) / _options.Epochs;
            Keep(_corpus[order[i]], random, kept);
            LearnText(kept, (float)(_options.LearningRate * Math.Max(1e-4, 1 - done)), random, vector, change);
        }
    }

    /// <summary>The vector of every token, its parts included.</summary>
    public FactorMatrix Result()
    {
        var tokens = new FactorMatrix(_words.Rows, _words.Factors);
        for (int t = 0; t < tokens.Rows; t++)
        {
            Compose(t, tokens.Row(t));
        }

        return tokens;
    }

    private int[][] FindParts()
    {
        SubwordOptions subwords = _options.Subwords;
        var found = new List<int>();
        return [.. _corpus.Terms.Terms.Select(term =>
        {
            Subwords.Find(term, subwords, found);
            return found.ToArray();
        })];
    }

    private void Keep(ReadOnlySpan<int> text, RandomStream random, List<int> kept)
    {
        kept.Clear();
        foreach (int token in text)
        {
            if (_kept[token] >= 1 || random.NextDouble() < _kept[token])
            {
                kept.Add(token);
            }
        }
    }

    private void LearnText(List<int> text, float rate, RandomStream random, float[] vector, float[] change)
    {
        for (int at = 0; at < text.Count; at++)
        {
            int reach = 1 + random.NextInt(_options.Window);
            Compose(text[at], vector);
            Array.Clear(change);
            for (int other = Math.Max(0, at - reach); other <= Math.Min(text.Count - 1, at + reach); other++)
            {
                if (other != at)
                {
                    LearnPair(text[other], rate, random, vector, change);
                }
            }

            Apply(text[at], change);
        }
    }

    private void LearnPair(int context, float rate, RandomStream random, float[] vector, float[] change)
    {
        Step(vector, _contexts.Row(context), 1, rate, change);
        for (int n = 0; n < _options.Negatives; n++)
        {
            int negative = _negatives.Draw(random);
            if (negative != context)
            {
                Step(vector, _contexts.Row(negative), 0, rate, change);
            }
        }
    }

    // Gradient of ln σ(±x·y): (label − σ(x·y)) times the other vector.
    private static void Step(ReadOnlySpan<float> vector, Span<float> context, float label, float rate, Span<float> change)
    {
        float logit = Math.Clamp(ShortVectors.Dot(vector, context), -MostLogit, MostLogit);
        float gradient = rate * (label - (1 / (1 + MathF.Exp(-logit))));
        ShortVectors.AddScaled(context, gradient, change);
        ShortVectors.AddScaled(vector, gradient, context);
    }

    private void Compose(int token, Span<float> vector)
    {
        float share = 1f / (1 + _buckets[token].Length);
        vector.Clear();
        ShortVectors.AddScaled(_words.Row(token), share, vector);
        foreach (int part in _buckets[token])
        {
            ShortVectors.AddScaled(_parts.Row(part), share, vector);
        }
    }

    // Each part takes the whole step, as in the authors' program: the mean then moves by about one step.
    private void Apply(int token, ReadOnlySpan<float> change)
    {
        ShortVectors.AddScaled(change, 1, _words.Row(token));
        foreach (int part in _buckets[token])
        {
            ShortVectors.AddScaled(change, 1, _parts.Row(part));
        }
    }
}
