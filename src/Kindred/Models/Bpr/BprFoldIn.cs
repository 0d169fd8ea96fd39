using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The vector of one who was not in the training: the same gradient steps, with the product vectors held.</summary>
/// <remarks>
/// Counter-examples come from a fixed stream, so the same history always has the same vector. The vector is a sum of steps, and each step belongs to
/// the product of the history it was made for: its share is carried along where an explanation asks for it.
/// </remarks>
internal sealed class BprFoldIn(BprOptions options, FactorMatrix items, float[] biases, int trained)
{
    private const int Passes = 30;
    private const float FirstRate = 0.2f;

    /// <summary>The vector of a profile.</summary>
    /// <param name="profile">Products and weights; weights above 1 count as 1.</param>
    /// <param name="shares">Receives the part of the vector that each product gave; null where they are not wanted.</param>
    public float[] Vector(ItemProfile profile, FactorMatrix? shares)
    {
        var vector = new float[items.Factors];
        var step = new float[items.Factors];
        var random = new RandomStream(0);
        for (int pass = 0; pass < Passes; pass++)
        {
            float rate = FirstRate * (1 - ((float)pass / Passes));
            for (int p = 0; p < profile.Count; p++)
            {
                int other = random.NextInt(trained);
                if (profile.Items.AsSpan().BinarySearch(other) < 0)
                {
                    Step(profile, p, other, rate, vector, step, shares);
                }
            }
        }

        return vector;
    }

    private void Step(ItemProfile profile, int p, int other, float rate, float[] vector, float[] step, FactorMatrix? shares)
    {
        int liked = profile.Items[p];
        items.Row(liked).CopyTo(step);
        ShortVectors.AddScaled(items.Row(other), -1, step);
        float gradient = rate * MathF.Min(1, profile.Weights[p]) * BprModel.Doubt(ShortVectors.Dot(vector, step) + biases[liked] - biases[other]);
        float shrink = 1 - (rate * (float)Math.Min(1, options.Regularization));
        Scale(vector, shrink);
        ShortVectors.AddScaled(step, gradient, vector);
        if (shares is not null)
        {
            Scale(shares.Elements, shrink);
            ShortVectors.AddScaled(step, gradient, shares.Row(p));
        }
    }

    private static void Scale(float[] values, float factor) => System.Numerics.Tensors.TensorPrimitives.Multiply(values, factor, values);
}
