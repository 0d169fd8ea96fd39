namespace Kindred.Encoders;

/// <summary>Which parts of words have vectors of their own.</summary>
/// <param name="Buckets">Vectors that the parts share by hashing; 0 for no parts.</param>
/// <param name="MinLength">Fewest characters of a part, counting the marks at the ends of the word.</param>
/// <param name="MaxLength">Most characters of a part.</param>
internal readonly record struct SubwordOptions(int Buckets, int MinLength, int MaxLength);
