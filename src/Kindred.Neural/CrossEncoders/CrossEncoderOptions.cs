using Kindred.Domain;

namespace Kindred.Neural.CrossEncoders;

/// <summary>How a cross-encoder runs.</summary>
public sealed record CrossEncoderOptions
{
    /// <summary>Most tokens of a pair, 8 to 8,192, at most the model's own; the longer text is cut first. Default 128.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Tokens computed at once, padding included, 64 to 1,000,000. Default 4,096.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Threads inside one batch, for the whole process; 0 leaves them as they are. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="KindredDataException">Some do not fit; all are named.</exception>
    public void Validate()
    {
        (bool Fits, string Text)[] rules =
        [
            (MaxTokens is >= 8 and <= 8192, $"max tokens is {MaxTokens}, not in 8 to 8,192"),
            (BatchTokens is >= 64 and <= 1_000_000, $"batch tokens is {BatchTokens}, not in 64 to 1,000,000"),
            (Threads is >= 0 and <= 1024, $"threads is {Threads}, not in 0 to 1,024"),
        ];
        string[] faults = [.. rules.Where(r => !r.Fits).Select(r => r.Text)];
        if (faults.Length > 0)
        {
            throw new KindredDataException($"The cross-encoder cannot be opened: {string.Join("; ", faults)}.");
        }
    }
}
