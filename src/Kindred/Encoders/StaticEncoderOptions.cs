using System.ComponentModel.DataAnnotations;

namespace Kindred.Encoders;

/// <summary>How a static encoder is learned from texts.</summary>
public sealed record StaticEncoderOptions
{
    /// <summary>Components of a vector. The default is 256.</summary>
    [Range(2, 1024)]
    public int Dimensions { get; init; } = 256;

    /// <summary>Passes over the texts. The default is 3.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 3;

    /// <summary>Neighbours that a token is learned from lie at most this many tokens away; the reach is drawn anew each time. The default is 8.</summary>
    [Range(1, 100)]
    public int Window { get; init; } = 8;

    /// <summary>Random tokens that each true neighbour is told apart from. The default is 5.</summary>
    [Range(1, 100)]
    public int Negatives { get; init; } = 5;

    /// <summary>First step size; it falls to almost zero. The default is 0.05.</summary>
    [Range(1e-6, 1)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>
    /// Length of the spelling vector that is added to a token's learned vector of length 1. What is learned says of what kind a token is; how it is
    /// spelt keeps tokens of one kind apart, so that a title is nearest to titles with the same words. 0 leaves only the kind. The default is 1.5.
    /// </summary>
    [Range(0.0, 100)]
    public double Spelling { get; init; } = 1.5;

    /// <summary>Tokens that stand less often in the texts get no vector of their own. The default is 1.</summary>
    [Range(1, 1_000_000)]
    public int MinCount { get; init; } = 1;

    /// <summary>Tokens more frequent than this share are passed over at times (Mikolov et al., 2013); 1 for never. The default is 0.001.</summary>
    [Range(1e-9, 1)]
    public double Subsample { get; init; } = 1e-3;

    /// <summary>Vectors shared by parts of words, 4 bytes × dimensions each; 0 for words as a whole only. The default is 50,000.</summary>
    [Range(0, 10_000_000)]
    public int Buckets { get; init; } = 50_000;

    /// <summary>Fewest characters of a part of a word. The default is 3.</summary>
    [Range(2, 10)]
    public int MinPart { get; init; } = 3;

    /// <summary>Most characters of a part of a word. The default is 5.</summary>
    [Range(2, 10)]
    public int MaxPart { get; init; } = 5;

    /// <summary>a of the weights a / (a + share of the token): smaller values hold frequent tokens back more. The default is 0.0001.</summary>
    [Range(1e-9, 1)]
    public double SifA { get; init; } = 1e-4;

    /// <summary>Directions common to all texts that are taken away. The default is 1.</summary>
    [Range(0, 16)]
    public int CommonComponents { get; init; } = 1;

    internal SubwordOptions Subwords => new(Buckets, MinPart, Math.Max(MinPart, MaxPart));
}
