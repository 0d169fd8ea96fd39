using Kindred.Domain;

namespace Kindred.Neural.Encoders;

/// <summary>What computes the vectors.</summary>
public enum EncoderRuntime
{
    /// <summary>ONNX Runtime: quick to start, quick on processors.</summary>
    Onnx,

    /// <summary>libtorch.</summary>
    Torch,

    /// <summary>Kindred's own kernels: int8 only, the fastest, no native library, and a text's vector does not depend on the texts around it.</summary>
    Managed,
}

/// <summary>The numbers that an encoder computes with.</summary>
public enum EncoderPrecision
{
    /// <summary>32-bit floating numbers.</summary>
    Float32,

    /// <summary>Weights kept as 16-bit floating numbers, computed in 32 bits (ONNX).</summary>
    Float16,

    /// <summary>Layers in 8-bit whole numbers (ONNX, managed).</summary>
    Int8,

    /// <summary>Layers in bfloat16 (libtorch); worth it where the processor has it.</summary>
    BFloat16,
}

/// <summary>How an encoder of a model folder runs.</summary>
public sealed record TextEncoderOptions
{
    /// <summary>What computes. Default ONNX Runtime.</summary>
    public EncoderRuntime Runtime { get; init; }

    /// <summary>With what numbers. Default float32.</summary>
    public EncoderPrecision Precision { get; init; }

    /// <summary>Most tokens of a text, 4 to 8,192, at most the model's own; longer texts are cut. Default 128.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Tokens computed at once, padding included, 64 to 1,000,000; 0 takes what suits runtime and encoder. Default 0.</summary>
    public int BatchTokens { get; init; }

    /// <summary>Most threads; 0 takes one a processor. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Put before every text, as E5's "query: ". Default empty.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Checks all values.</summary>
    /// <exception cref="KindredDataException">Some do not fit; all are named.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (MaxTokens is < 4 or > 8192)
        {
            faults.Add($"max tokens is {MaxTokens}, not in 4 to 8,192");
        }

        if (BatchTokens is not 0 and (< 64 or > 1_000_000))
        {
            faults.Add($"batch tokens is {BatchTokens}, neither 0 nor in 64 to 1,000,000");
        }

        if (Threads is < 0 or > 1024)
        {
            faults.Add($"threads is {Threads}, not in 0 to 1,024");
        }

        bool possible = Runtime switch
        {
            EncoderRuntime.Torch => Precision is EncoderPrecision.Float32 or EncoderPrecision.BFloat16,
            EncoderRuntime.Managed => Precision == EncoderPrecision.Int8,
            _ => Precision != EncoderPrecision.BFloat16,
        };
        if (!possible)
        {
            faults.Add($"{Runtime} does not compute in {Precision}");
        }

        if (faults.Count > 0)
        {
            throw new KindredDataException($"The encoder cannot be made: {string.Join("; ", faults)}.");
        }
    }
}
