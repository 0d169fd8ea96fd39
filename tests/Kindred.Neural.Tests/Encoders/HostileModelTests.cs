using System.Buffers.Binary;
using System.Text;
using Kindred.Models;
using Kindred.Neural.Encoders;

namespace Kindred.Neural.Tests.Encoders;

/// <summary>Damaged and hostile model folders end with a message that names the fault; nothing is run and no memory taken for them.</summary>
public class HostileModelTests
{
    [Theory]
    [InlineData("hidden_size\": 64", "hidden_size\": 32", "config.json asks for 500 × 32")]
    [InlineData("num_attention_heads\": 2", "num_attention_heads\": 7", "not a multiple")]
    [InlineData("vocab_size\": 500", "vocab_size\": 2000000000", "vocab_size is 2000000000")]
    [InlineData("num_hidden_layers\": 2", "num_hidden_layers\": 3", "lack 16 of the parameters")]
    [InlineData("num_hidden_layers\": 2", "num_hidden_layers\": 16000000", "num_hidden_layers is 16000000, not in 1 to 1,024")]
    [InlineData("model_type\": \"bert\"", "model_type\": \"t5\"", "of type 't5'")]
    [InlineData("\"absolute\"", "\"relative_key\"", "relative_key positions")]
    public void A_configuration_that_does_not_fit_is_refused(string from, string to, string message) => AssertRefused(message, folder =>
    {
        string config = File.ReadAllText(folder.File("config.json"));
        Assert.Contains(from, config, StringComparison.Ordinal);
        File.WriteAllText(folder.File("config.json"), config.Replace(from, to, StringComparison.Ordinal));
    });

    [Fact]
    public void Weights_cut_short_are_refused() => AssertRefused("cut short", folder =>
    {
        using FileStream file = File.OpenWrite(folder.File("model.safetensors"));
        file.SetLength(file.Length - 5);
    });

    [Fact]
    public void Weights_that_are_not_finite_are_refused() => AssertRefused("not finite", folder =>
    {
        byte[] bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        bytes.AsSpan(bytes.Length - 4).Fill(0xFF);
        File.WriteAllBytes(folder.File("model.safetensors"), bytes);
    });

    [Fact]
    public void An_index_that_names_no_file_is_refused() => AssertRefused("is in no file", folder =>
    {
        File.Delete(folder.File("model.safetensors"));
        File.WriteAllText(folder.File("model.safetensors.index.json"), """{"weight_map":{"embeddings.word_embeddings.weight":null}}""");
    });

    [Fact]
    public void A_huge_head_is_refused_before_it_is_read() => AssertRefused("does not start like a model file", folder =>
    {
        byte[] bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        BinaryPrimitives.WriteInt64LittleEndian(bytes, long.MaxValue);
        File.WriteAllBytes(folder.File("model.safetensors"), bytes);
    });

    [Fact]
    public void A_tensor_that_claims_more_than_the_file_holds_is_refused() => AssertRefused("model.safetensors", folder =>
    {
        byte[] head = Encoding.UTF8.GetBytes("""{"x":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}""");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, head.Length);
        File.WriteAllBytes(folder.File("model.safetensors"), [.. length, .. head]);
    });

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b.safetensors")]
    [InlineData("..\\\\b.safetensors")]
    public void An_index_that_leads_out_of_the_folder_is_refused(string name) => AssertRefused("not inside its folder", folder =>
    {
        File.Delete(folder.File("model.safetensors"));
        File.WriteAllText(folder.File("model.safetensors.index.json"), $"{{\"weight_map\":{{\"embeddings.word_embeddings.weight\":\"{name}\"}}}}");
    });

    [Theory]
    [InlineData("""[{"path":"../../x","type":"sentence_transformers.models.Pooling"}]""", "not inside its folder")]
    [InlineData("""[{"path":"","type":"os.system"}]""", "the module 'os.system'")]
    [InlineData("""{"broken""", "modules.json")]
    public void Modules_that_are_not_pooling_are_refused(string json, string message) => AssertRefused(message, folder => File.WriteAllText(folder.File("modules.json"), json));

    [Fact]
    public void Pickled_weights_are_not_read() => AssertRefused("can run code", folder => File.Move(folder.File("model.safetensors"), folder.File("pytorch_model.bin")));

    [Fact]
    public void A_file_that_is_no_onnx_is_refused() => AssertRefused("ONNX Runtime does not take", folder => File.WriteAllText(folder.File("model.onnx"), "no model"));

    // A graph whose only weights lie in another file, as ONNX allows.
    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("weights.bin")]
    public void An_onnx_file_that_points_at_other_files_is_refused(string place) => AssertRefused("ONNX Runtime does not take", folder =>
    {
        File.WriteAllBytes(folder.File("weights.bin"), new byte[64]);
        File.WriteAllBytes(folder.File("model.onnx"), HostileOnnx.WithExternalWeights(place));
    });

    [Fact]
    public void An_onnx_file_with_operators_of_its_own_is_refused() =>
        AssertRefused("ONNX Runtime does not take", folder => File.WriteAllBytes(folder.File("model.onnx"), HostileOnnx.WithOperator("com.example", "RunCommand")));

    [Fact]
    public void A_folder_without_tokenizer_is_refused() => AssertRefused("no tokeniser", folder => File.Delete(folder.File("vocab.txt")));

    [Fact]
    public void Weights_in_several_files_are_read_through_their_index()
    {
        using var folder = new TinyModelFolder();
        float[][] expected = Encode(folder);
        using (var whole = SafetensorsFile.Open(folder.File("model.safetensors")))
        {
            var parts = whole.Names.Select((n, i) => (Name: n, Part: i % 2)).ToArray();
            foreach (int part in new[] { 0, 1 })
            {
                using FileStream stream = File.Create(folder.File($"part-{part}.safetensors"));
                SafetensorsFile.Write(stream, parts.Where(p => p.Part == part).Select(p => ("bert." + p.Name, whole.Shape(p.Name).ToArray(), whole.ReadSingles(p.Name))));
            }

            File.WriteAllText(folder.File("model.safetensors.index.json"),
                "{\"weight_map\":{" + string.Join(',', parts.Select(p => $"\"bert.{p.Name}\":\"part-{p.Part}.safetensors\"")) + "}}");
        }

        File.Delete(folder.File("model.safetensors"));
        Assert.Equal(expected, Encode(folder));
    }

    private static float[][] Encode(TinyModelFolder folder)
    {
        using var encoder = TextEncoder.Open(folder.Path);
        return encoder.Encode(["w1 w2", "w3"]);
    }

    private static void AssertRefused(string message, Action<TinyModelFolder> spoil)
    {
        using var folder = new TinyModelFolder();
        spoil(folder);
        ModelFileException fault = Assert.Throws<ModelFileException>(() => TextEncoder.Open(folder.Path));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
