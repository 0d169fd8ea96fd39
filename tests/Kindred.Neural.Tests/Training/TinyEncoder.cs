using Kindred.Neural.Tokenizing;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.Tests.Training;

/// <summary>An encoder small enough to be trained within a test, and a vocabulary of a few words.</summary>
internal static class TinyEncoder
{
    public static readonly string[] Colours = ["red", "blue", "green", "white", "black", "pink"];
    public static readonly string[] Goods = ["shoe", "sock", "lamp", "bulb", "pen", "paper", "mug", "tea"];

    public static TextTokenizer Tokenizer { get; } = TextTokenizer.ForBert(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Colours, .. Goods]);

    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = Tokenizer.VocabularySize,
        HiddenSize = 16,
        Layers = 1,
        Heads = 2,
        IntermediateSize = 32,
        MaxPositions = 16,
        Dropout = 0,
    };

    public static TransformerEncoder Create(ulong seed = 5, float dropout = 0)
    {
        var encoder = new TransformerEncoder(EncoderWeights.CreateRandom(Config with { Dropout = dropout }, new RandomStream(seed)));
        TorchSharp.torch.set_num_threads(1); // the products are too small to be shared out
        return encoder;
    }
}
