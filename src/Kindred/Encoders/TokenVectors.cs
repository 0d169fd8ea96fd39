using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>A weighted vector a token, and shared vectors of parts of words for tokens that are not known.</summary>
/// <remarks>Immutable once made, and thread-safe.</remarks>
internal sealed class TokenVectors
{
    public TokenVectors(TermTable tokens, FactorMatrix vectors, SubwordOptions subwords, FactorMatrix parts) =>
        (Tokens, Vectors, Subwords, Parts) = (tokens, vectors, subwords, parts);

    public TermTable Tokens { get; }

    /// <summary>Row t is the vector of token t, times its weight.</summary>
    public FactorMatrix Vectors { get; }

    public SubwordOptions Subwords { get; }

    /// <summary>Row b is the vector of bucket b.</summary>
    public FactorMatrix Parts { get; }

    public int Dimensions => Vectors.Factors;

    /// <summary>Adds the vector of a token to a sum; a token that is neither known nor has parts adds nothing.</summary>
    /// <param name="token">The token.</param>
    /// <param name="sum">Length <see cref="Dimensions"/>.</param>
    /// <param name="scratch">A list to work with.</param>
    public void AddTo(ReadOnlySpan<char> token, Span<float> sum, List<int> scratch)
    {
        if (Tokens.TryGet(token, out int row))
        {
            TensorPrimitives.Add(sum, Vectors.Row(row), sum);
            return;
        }

        Encoders.Subwords.Find(token, Subwords, scratch);
        foreach (int part in scratch)
        {
            ShortVectors.AddScaled(Parts.Row(part), 1f / scratch.Count, sum);
        }
    }
}
