using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Encoders;

/// <summary>Vectors that say how a token is spelt: the sum of the random vectors of its parts, made to one length.</summary>
internal sealed class SpellingVectors(SubwordOptions options, FactorMatrix parts, float length)
{
    public SubwordOptions Options => options;

    /// <summary>Row b is the vector of bucket b.</summary>
    public FactorMatrix Parts => parts;

    public float Length => length;

    /// <summary>Adds the vector of a token; a token without parts adds nothing.</summary>
    public void AddTo(ReadOnlySpan<char> token, Span<float> sum, SpellingScratch scratch)
    {
        Subwords.Find(token, options, scratch.Parts);
        Array.Clear(scratch.Sum);
        foreach (int part in scratch.Parts)
        {
            ShortVectors.AddScaled(parts.Row(part), 1, scratch.Sum);
        }

        float norm = TensorPrimitives.Norm<float>(scratch.Sum);
        if (norm > 0)
        {
            ShortVectors.AddScaled(scratch.Sum, length / norm, sum);
        }
    }
}
