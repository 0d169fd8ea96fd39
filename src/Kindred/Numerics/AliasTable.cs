namespace Kindred.Numerics;

/// <summary>Draws rows with given weights in constant time (Walker, 1977; built by Vose, 1991).</summary>
/// <remarks>Immutable and thread-safe. Only additions, multiplications and divisions are used, so draws are the same on every machine.</remarks>
internal sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    /// <summary>Prepares draws where row i has probability weights[i] ÷ sum.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or none is above 0.</exception>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight >= 0 && double.IsFinite(weight)
                ? weight
                : throw new ArgumentException($"The weight {weight} is not a finite number of at least 0.", nameof(weights));
        }

        if (sum <= 0)
        {
            throw new ArgumentException("At least one weight must be above 0.", nameof(weights));
        }

        _keep = new double[weights.Length];
        _alias = new int[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            _keep[i] = weights[i] * weights.Length / sum;
            _alias[i] = i;
        }

        Pair();
    }

    /// <summary>Draws a row.</summary>
    public int Draw(RandomStream random)
    {
        int row = random.NextInt(_keep.Length);
        return random.NextDouble() < _keep[row] ? row : _alias[row];
    }

    // Each row too light for a full cell borrows the rest of its cell from one that is too heavy.
    private void Pair()
    {
        var light = new Stack<int>();
        var heavy = new Stack<int>();
        for (int i = 0; i < _keep.Length; i++)
        {
            (_keep[i] < 1 ? light : heavy).Push(i);
        }

        while (light.Count > 0 && heavy.Count > 0)
        {
            int small = light.Pop();
            int large = heavy.Pop();
            _alias[small] = large;
            _keep[large] -= 1 - _keep[small];
            (_keep[large] < 1 ? light : heavy).Push(large);
        }

        // What is left differs from a full cell by rounding only.
        foreach (int row in light.Concat(heavy))
        {
            _keep[row] = 1;
        }
    }
}
