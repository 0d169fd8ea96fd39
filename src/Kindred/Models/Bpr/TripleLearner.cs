using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The gradient steps of one user after the other. Holds scratch of one thread: not thread-safe, but for the vectors, which may be shared.</summary>
/// <remarks>
/// Most of the time goes to waiting for the vectors of random products. So those of a step are drawn one step ahead and asked for at once, and all
/// candidates are scored before any is chosen: no branch waits for one of them.
/// </remarks>
internal sealed class TripleLearner(BprOptions options, FactorMatrix items, float[] biases, AliasTable? candidates)
{
    private readonly float _shrink = (float)options.Regularization;
    private readonly float _biasShrink = (float)options.BiasRegularization;
    private readonly float[] _scores = new float[options.Candidates];
    private int[] _drawn = new int[options.Candidates];
    private int[] _next = new int[options.Candidates];

    /// <summary>As many steps as the user has products.</summary>
    /// <param name="owned">His products.</param>
    /// <param name="user">His vector.</param>
    /// <param name="rate">Step size.</param>
    /// <param name="random">Where draws come from.</param>
    public void Learn(ReadOnlySpan<int> owned, Span<float> user, float rate, RandomStream random)
    {
        int liked = owned.IsEmpty ? -1 : Draw(owned, random);
        for (int step = 0; step < owned.Length; step++)
        {
            (_drawn, _next) = (_next, _drawn);
            int next = Draw(owned, random);
            if (HardestOf(owned, user) is >= 0 and var hardest)
            {
                Learn(user, liked, _drawn[hardest], _scores[hardest], rate);
            }

            liked = next;
        }
    }

    private int Draw(ReadOnlySpan<int> owned, RandomStream random)
    {
        int liked = owned[random.NextInt(owned.Length)];
        ShortVectors.Prefetch(items.Row(liked));
        foreach (ref int drawn in _next.AsSpan())
        {
            drawn = candidates!.Draw(random);
            ShortVectors.Prefetch(items.Row(drawn));
        }

        return liked;
    }

    // The candidate scored highest, or −1 where the user has all that were drawn.
    private int HardestOf(ReadOnlySpan<int> owned, ReadOnlySpan<float> user)
    {
        for (int c = 0; c < _drawn.Length; c++)
        {
            _scores[c] = ShortVectors.Dot(user, items.Row(_drawn[c])) + biases[_drawn[c]];
        }

        int best = -1;
        for (int c = 0; c < _drawn.Length; c++)
        {
            if ((best < 0 || _scores[c] > _scores[best]) && owned.BinarySearch(_drawn[c]) < 0)
            {
                best = c;
            }
        }

        return best;
    }

    private void Learn(Span<float> user, int liked, int other, float score, float rate)
    {
        Span<float> x = items.Row(liked);
        float gradient = rate * BprModel.Doubt(ShortVectors.Dot(user, x) + biases[liked] - score);
        ShortVectors.PullApart(user, x, items.Row(other), gradient, 1 - (rate * _shrink));
        float shrink = 1 - (rate * _biasShrink);
        biases[liked] = (shrink * biases[liked]) + gradient;
        biases[other] = (shrink * biases[other]) - gradient;
    }
}
