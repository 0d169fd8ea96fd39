using System.Text.Json;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests;

/// <summary>The random-weight encoders of scripts/encoder-golden.py: shape, texts and results read, weights computed anew.</summary>
internal static class SharedGolden
{
    public static EncoderConfig Config(JsonElement c) => new()
    {
        ModelType = c.GetProperty("type").GetString()!,
        VocabularySize = c.GetProperty("vocab").GetInt32(),
        HiddenSize = c.GetProperty("hidden").GetInt32(),
        Layers = c.GetProperty("layers").GetInt32(),
        Heads = c.GetProperty("heads").GetInt32(),
        IntermediateSize = c.GetProperty("inner").GetInt32(),
        MaxPositions = c.GetProperty("positions").GetInt32(),
        SegmentCount = c.GetProperty("segments").GetInt32(),
        Activation = c.GetProperty("act").GetString() == "gelu" ? EncoderActivation.Gelu : EncoderActivation.GeluTanh,
        LayerNormEpsilon = c.GetProperty("eps").GetSingle(),
        PadTokenId = c.GetProperty("pad").GetInt32(),
    };

    /// <summary>Weights by the generator that the script documents.</summary>
    public static EncoderWeights Weights(JsonElement c)
    {
        EncoderConfig config = Config(c);
        ulong seed = c.GetProperty("seed").GetUInt64();
        var values = new Dictionary<string, float[]>();
        foreach ((string name, long[] shape) in EncoderWeights.Layout(config))
        {
            values[name] = Uniform(seed++, shape.Aggregate(1L, (a, b) => a * b), name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0);
        }

        return new EncoderWeights(config, values);
    }

    internal static float[] Uniform(ulong seed, long count, double offset)
    {
        var values = new float[count];
        for (long i = 0; i < count; i++)
        {
            double unit = (Mix((seed << 40) + (ulong)i + 1) >> 40) / (double)(1 << 24);
            values[i] = (float)(offset + (((2 * unit) - 1) * 0.08));
        }

        return values;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
