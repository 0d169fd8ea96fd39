using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The vector of one who was not in the training: the same gradient steps, with the product vectors held.</summary>
/// <remarks>
/// Counter-examples come from a fixed stream, so the same history always has the same vector: the mean over the second half of the passes (Polyak
/// &amp; Juditsky, 1992), which takes most of the noise of the draws away. It is a sum of steps, and each step belongs to the product of the history
/// it was made for: its share is carried along where an explanation asks for it.
/// </remarks>
internal sealed class BprFoldIn(BprOptions options, ItemFactors factors, ItemBiases biases)
{
    private const int Passes = 40;
    private const float FirstRate = 0.2f;

    /// <summary>The vector of a profile.</summary>
    /// <param name="profile">Products and weights; weights above 1 count as 1.</param>
    /// <param name="shares">Receives the part of the vector that each product gave; null where they are not wanted.</param>
    public float[] Vector(ItemProfile profile, FactorMatrix? shares)
    {
        var walk = new Walk(factors.Vectors.Factors, shares is null ? null : new FactorMatrix(shares.Rows, shares.Factors));
        var mean = new float[factors.Vectors.Factors];
        var random = new RandomStream(0);
        for (int pass = 0; pass < Passes; pass++)
        {
            float rate = FirstRate * (1 - ((float)pass / Passes));
            for (int p = 0; p < profile.Count; p++)
            {
                int other = random.NextInt(factors.Trained);
                if (profile.Items.AsSpan().BinarySearch(other) < 0)
                {
                    Step(profile, p, other, rate, walk);
                }
            }

            if (pass >= Passes / 2)
            {
                Average(walk.Vector, mean);
                Average(walk.Shares?.Elements, shares?.Elements);
            }
        }

        return mean;
    }

    private static void Average(float[]? values, float[]? mean)
    {
        if (values is not null && mean is not null)
        {
            TensorPrimitives.MultiplyAdd(values, 2f / Passes, mean, mean);
        }
    }

    private void Step(ItemProfile profile, int p, int other, float rate, Walk walk)
    {
        int liked = profile.Items[p];
        factors.Vectors.Row(liked).CopyTo(walk.Direction);
        ShortVectors.AddScaled(factors.Vectors.Row(other), -1, walk.Direction);
        float margin = ShortVectors.Dot(walk.Vector, walk.Direction) + biases[liked] - biases[other];
        float gradient = rate * MathF.Min(1, profile.Weights[p]) * BprModel.Doubt(margin);
        float shrink = 1 - (rate * (float)Math.Min(1, options.Regularization));
        TensorPrimitives.Multiply(walk.Vector, shrink, walk.Vector);
        ShortVectors.AddScaled(walk.Direction, gradient, walk.Vector);
        if (walk.Shares is { } shares)
        {
            TensorPrimitives.Multiply(shares.Elements, shrink, shares.Elements);
            ShortVectors.AddScaled(walk.Direction, gradient, shares.Row(p));
        }
    }

    // Where the steps have led so far.
    private sealed class Walk(int factors, FactorMatrix? shares)
    {
        public float[] Vector { get; } = new float[factors];

        public float[] Direction { get; } = new float[factors];

        public FactorMatrix? Shares { get; } = shares;
    }
}
