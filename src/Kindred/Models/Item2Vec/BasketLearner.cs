using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The gradient steps of one basket after the other. Holds scratch of one thread: not thread-safe, but for the vectors, which may be shared.</summary>
/// <remarks>
/// Negative sampling (Mikolov et al., 2013): with input x, context vectors y of the right products p and of drawn ones n, ascends
/// Σ over p of ln σ(x·y(p)) + |p| Σ over n of ln σ(−x·y(n)). The counter-examples are drawn once for all right products of an input (after Ji et al.,
/// "Parallelizing word2vec in shared and distributed memory", 2016), which has the same expectation as drawing for each and costs a fraction.
/// </remarks>
internal sealed class BasketLearner(Item2VecOptions options, FactorMatrix targets, FactorMatrix contexts, AliasTable? negatives)
{
    // Right products that share counter-examples: as many weigh that much, and long steps diverge.
    private const int MostShared = 5;

    private readonly int[] _others = new int[options.Pairs];
    private readonly int[] _outputs = new int[MostShared + options.Negatives];
    private readonly float[] _affinities = new float[MostShared + options.Negatives];
    private readonly float[] _input = new float[options.Factors];
    private readonly float[] _change = new float[options.Factors];

    /// <summary>Takes each product of the basket once.</summary>
    public void Learn(ReadOnlySpan<int> basket, float rate, RandomStream random)
    {
        for (int t = 0; t < basket.Length && basket.Length > 1; t++)
        {
            ReadOnlySpan<int> others = ChooseOthers(basket, t, random);
            ReadOnlySpan<int> product = basket.Slice(t, 1);
            if (options.Objective == Item2VecObjective.Rest)
            {
                Step(others, product, rate, random);
                continue;
            }

            for (int start = 0; start < others.Length; start += MostShared)
            {
                Step(product, others.Slice(start, Math.Min(MostShared, others.Length - start)), rate, random);
            }
        }
    }

    // All other products of the basket, or as many as wanted, drawn with replacement.
    private Span<int> ChooseOthers(ReadOnlySpan<int> basket, int t, RandomStream random)
    {
        int count = Math.Min(_others.Length, basket.Length - 1);
        for (int i = 0; i < count; i++)
        {
            int other = count == basket.Length - 1 ? i : random.NextInt(basket.Length - 1);
            // The last position stands in for the product itself.
            _others[i] = basket[other == t ? basket.Length - 1 : other];
        }

        return _others.AsSpan(0, count);
    }

    private void Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> right, float rate, RandomStream random)
    {
        ReadOnlySpan<int> outputs = AppendNegatives(right, random);
        Array.Clear(_input);
        foreach (int input in inputs)
        {
            ShortVectors.AddScaled(targets.Row(input), 1f / inputs.Length, _input);
        }

        Span<float> affinities = _affinities.AsSpan(0, outputs.Length);
        for (int o = 0; o < outputs.Length; o++)
        {
            affinities[o] = ShortVectors.Dot(_input, contexts.Row(outputs[o]));
        }

        TensorPrimitives.Sigmoid(affinities, affinities);
        Array.Clear(_change);
        for (int o = 0; o < outputs.Length; o++)
        {
            float gradient = rate * (o < right.Length ? 1 - affinities[o] : -right.Length * affinities[o]);
            ShortVectors.Exchange(_input, gradient, contexts.Row(outputs[o]), _change);
        }

        // Every input takes the whole step, as in the original program for words; the gradient of the mean would be one of |inputs| parts of it.
        foreach (int input in inputs)
        {
            ShortVectors.AddScaled(_change, 1, targets.Row(input));
        }
    }

    private ReadOnlySpan<int> AppendNegatives(ReadOnlySpan<int> right, RandomStream random)
    {
        right.CopyTo(_outputs);
        int count = right.Length;
        for (int n = 0; n < options.Negatives; n++)
        {
            int drawn = negatives!.Draw(random);
            ShortVectors.Prefetch(contexts.Row(drawn));
            if (!right.Contains(drawn))
            {
                _outputs[count++] = drawn;
            }
        }

        return _outputs.AsSpan(0, count);
    }
}
