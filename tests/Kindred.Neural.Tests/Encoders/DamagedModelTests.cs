using System.Text.Json.Nodes;
using CsCheck;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Kindred.Neural.Onnx;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests.Encoders;

/// <summary>Files damaged at random either still make an encoder that encodes, or are refused with the one kind of error that users are told.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private const string WordPiece = """
        {"added_tokens":[{"id":0,"content":"[PAD]","special":true},{"id":1,"content":"[UNK]","special":true},{"id":4,"content":"[MASK]","special":true}],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"BertNormalizer","lowercase":true},{"type":"Replace","pattern":{"Regex":"x+"},"content":"y"},{"type":"Strip","strip_left":true}]},
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"BertPreTokenizer"},{"type":"Digits","individual_digits":true},{"type":"Split","pattern":{"Regex":"-"},"behavior":"Isolated","invert":false}]},
         "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[PAD]","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}]},
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":20,"vocab":{"[PAD]":0,"[UNK]":1,"w":2,"##1":3,"[MASK]":4}}}
        """;

    private const string BytePair = """
        {"added_tokens":[{"id":5,"content":"<s>","special":true}],"normalizer":{"type":"Prepend","prepend":"_"},
         "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true,"use_regex":true},"post_processor":{"type":"RobertaProcessing","cls":["<s>",5],"sep":["<s>",5]},
         "model":{"type":"BPE","unk_token":"u","byte_fallback":false,"vocab":{"u":0,"w":1,"1":2,"w1":3,"Ġ":4},"merges":["w 1",["Ġ","w"]]}}
        """;

    private const string Unigram = """
        {"added_tokens":[],"normalizer":{"type":"Precompiled","precompiled_charsmap":"MAP"},"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"},
         "post_processor":{"type":"BertProcessing","cls":["a",1],"sep":["a",1]},"model":{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["u",0.0],["a",-1.5],["▁w",-2.0]]}}
        """;

    private static readonly string[] Texts = ["", "w1 [MASK] xx-12 <s>", "Ünïcode 中文 \uD83D\uDE00 \uD800 ▁a"];

    private readonly TinyModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EncoderRuntime.Onnx)]
    [InlineData(EncoderRuntime.Managed)]
    public void Weights(EncoderRuntime runtime) => Damage("model.safetensors", File.ReadAllBytes(_folder.File("model.safetensors")), 150, runtime, headBytes: 4000);

    [Fact]
    public void Onnx_files()
    {
        byte[] whole = OnnxExport.ToBytes(_folder.Weights, SentenceHead.Default, EncoderPrecision.Int8);
        Damage("model.onnx", whole, 150, EncoderRuntime.Onnx, headBytes: whole.Length);
    }

    [Theory]
    [InlineData(WordPiece)]
    [InlineData(BytePair)]
    [InlineData(Unigram)]
    public void Tokenizers(string json)
    {
        json = json.Replace("MAP", Convert.ToBase64String([0, 8, 0, 0, .. new byte[2048]]), StringComparison.Ordinal); // a map without entries
        File.WriteAllText(_folder.File("tokenizer.json"), json);
        TryOpen(EncoderRuntime.Managed, mustOpen: true);
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 11]).Sample((place, value) =>
        {
            File.WriteAllText(_folder.File("tokenizer.json"), Replaced(json, place, value));
            TryOpen(EncoderRuntime.Managed);
        }, iter: 400, threads: 1, seed: "0N0XIzNsQ0O2");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("modules.json")]
    [InlineData("1_Pooling/config.json")]
    public void Configurations(string file)
    {
        string json = File.ReadAllText(_folder.File(file));
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 11]).Sample((place, value) =>
        {
            File.WriteAllText(_folder.File(file), Replaced(json, place, value));
            TryOpen(EncoderRuntime.Managed);
        }, iter: 150, threads: 1, seed: "0N0XIzNsQ0O2");
    }

    // Some bytes changed, and at times the end cut off.
    private void Damage(string file, byte[] whole, int iterations, EncoderRuntime runtime, int headBytes) =>
        Gen.Select(Gen.Int[0, headBytes - 1].Array[1, 4], Gen.Byte, Gen.Int[0, 3]).Sample((places, value, cut) =>
        {
            byte[] bytes = cut == 0 ? whole[..(places[0] + 1)] : [.. whole];
            Array.ForEach(places, p => bytes[Math.Min(p, bytes.Length - 1)] ^= (byte)(value | 1));
            File.WriteAllBytes(_folder.File(file), bytes);
            TryOpen(runtime);
        }, iter: iterations, threads: 1, seed: "0N0XIzNsQ0O2");

    private void TryOpen(EncoderRuntime runtime, bool mustOpen = false)
    {
        try
        {
            using var encoder = TextEncoder.Open(_folder.Path, new() { Runtime = runtime, Precision = EncoderPrecision.Int8, Threads = 1 });
            Assert.Equal(Texts.Length, encoder.Encode(Texts).Length);
        }
        catch (KindredDataException e) when (!mustOpen)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    // One value of the document, anywhere in it, becomes another.
    private static string Replaced(string json, int place, int value)
    {
        JsonNode root = JsonNode.Parse(json)!;
        JsonNode[] inner = [.. Descend(root).Skip(1)];
        JsonNode node = inner[place % inner.Length];
        JsonNode?[] values = [null, -1, 2_000_000_000, 1e300, "", "\uD800", "[UNK]", "(", new JsonArray(), new JsonObject(), true, 3];
        node.ReplaceWith(values[value]);
        return root.ToJsonString();
    }

    private static IEnumerable<JsonNode> Descend(JsonNode node) => node switch
    {
        JsonObject o => [node, .. o.Where(p => p.Value is not null).SelectMany(p => Descend(p.Value!))],
        JsonArray a => [node, .. a.Where(v => v is not null).SelectMany(v => Descend(v!))],
        _ => [node],
    };
}
