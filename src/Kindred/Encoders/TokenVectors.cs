using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>A weighted vector a token, and for tokens that are not known one of their spelling.</summary>
/// <remarks>Immutable once made, and thread-safe.</remarks>
internal sealed class TokenVectors
{
    public TokenVectors(TermTable tokens, FactorMatrix vectors, SpellingVectors spelling) => (Tokens, Vectors, Spelling) = (tokens, vectors, spelling);

    /// <summary>Tokens without vectors of spelling.</summary>
    public TokenVectors(TermTable tokens, FactorMatrix vectors)
        : this(tokens, vectors, new SpellingVectors(default, new FactorMatrix(vectors.Factors, []), 0))
    {
    }

    public TermTable Tokens { get; }

    /// <summary>Row t is the vector of token t, times its weight.</summary>
    public FactorMatrix Vectors { get; }

    public SpellingVectors Spelling { get; }

    public int Dimensions => Vectors.Factors;

    /// <summary>Adds the vector of a token to a sum; a token that is neither known nor has parts adds nothing.</summary>
    /// <param name="token">The token.</param>
    /// <param name="sum">Length <see cref="Dimensions"/>.</param>
    /// <param name="scratch">What to work with.</param>
    public void AddTo(ReadOnlySpan<char> token, Span<float> sum, SpellingScratch scratch)
    {
        if (Tokens.TryGet(token, out int row))
        {
            TensorPrimitives.Add(sum, Vectors.Row(row), sum);
            return;
        }

        Spelling.AddTo(token, sum, scratch);
    }
}
