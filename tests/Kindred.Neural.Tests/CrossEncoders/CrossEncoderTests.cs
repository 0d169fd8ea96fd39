using System.Text.Json;
using Kindred.Models;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Tests.Encoders;

namespace Kindred.Neural.Tests.CrossEncoders;

public class CrossEncoderTests
{
    [Theory]
    [InlineData("bert.", "pooler.dense", "classifier")]
    [InlineData("", "pooler.dense", "classifier")]
    public void A_folder_of_hugging_face_gives_the_logits_of_an_independent_forward_pass(string wrapper, string dense, string output)
    {
        JsonElement golden = GoldenFile.Read("cross-encoder.json");
        using var folder = new PairModelFolder(wrapper, dense, output);
        using var model = CrossEncoder.Open(folder.Path);
        JsonElement[] pairs = [.. golden.GetProperty("pairs").EnumerateArray()];
        PairTokens[] tokens = [.. pairs.Select(p => new PairTokens(p.GetProperty("ids").Integers(), p.GetProperty("segments").Integers()))];
        float[] logits = model.Score(tokens, TestContext.Current.CancellationToken);
        Assert.All(pairs.Zip(logits), p => Assert.Equal(p.First.GetProperty("logit").GetSingle(), p.Second, 1e-4f));
    }

    [Fact]
    public void Roberta_s_head_has_other_names_and_the_same_function()
    {
        using var folder = new PairModelFolder("roberta.", "classifier.dense", "classifier.out_proj");
        folder.Replace("config.json", "\"model_type\": \"bert\"", "\"model_type\": \"roberta\"");
        using var model = CrossEncoder.Open(folder.Path);
        Assert.Equal("roberta", model.Config.ModelType);
        Assert.Equal(folder.Head.Output, model.Model.ToHead().Output);
    }

    [Fact]
    public void Pairs_are_framed_and_scored_one_by_one_as_together()
    {
        using var folder = new PairModelFolder();
        using var model = CrossEncoder.Open(folder.Path, new CrossEncoderOptions { BatchTokens = 64 });
        string[] left = ["w1 w2 w3", "w4", "w5 w6 w7 w8 w9 w10", "w11"];
        string[] right = ["w1", "w12 w13 w14 w15", "w16 w17", "w11"];
        float[] together = model.Score(left, right, TestContext.Current.CancellationToken);
        for (int i = 0; i < left.Length; i++)
        {
            Assert.Equal(model.Score([left[i]], [right[i]], TestContext.Current.CancellationToken)[0], together[i], 1e-5f);
        }

        PairTokens framed = model.Tokenizer.Encode("w1 w2", "w3");
        Assert.Equal([2, 6, 7, 3, 8, 3], framed.Ids);
        Assert.Equal([0, 0, 0, 0, 1, 1], framed.Segments);
        Assert.NotEqual(model.Score(["w1"], ["w2 w3"], TestContext.Current.CancellationToken), model.Score(["w1 w2"], ["w3"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_was_saved_scores_the_same()
    {
        using var folder = new TinyModelFolder();
        using CrossEncoder model = CrossEncoder.OpenForTraining(folder.Path, PairMarking.SharedWords, 3);
        string saved = folder.File("cross");
        model.Save(saved);
        using var again = CrossEncoder.Open(saved);
        string[] left = ["w1 w2", "w3"];
        Assert.Equal(model.Score(left, ["w2", "w4"], TestContext.Current.CancellationToken), again.Score(left, ["w2", "w4"], TestContext.Current.CancellationToken));
        Assert.Equal(12, again.Config.SegmentCount);
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(saved, "config.json")));
        Assert.Equal("BertForSequenceClassification", config.RootElement.GetProperty("architectures")[0].GetString());
        using var file = SafetensorsFile.Open(Path.Combine(saved, "model.safetensors"));
        Assert.Superset(new HashSet<string> { "bert.embeddings.word_embeddings.weight", "bert.pooler.dense.weight", "classifier.weight", "classifier.bias" }, file.Names.ToHashSet());
    }

    [Fact]
    public void An_encoder_alone_is_no_cross_encoder()
    {
        using var folder = new TinyModelFolder();
        AssertRefused(folder.Path, "no classification head");
    }

    [Fact]
    public void Three_labels_are_refused()
    {
        using var folder = new PairModelFolder(labels: 3);
        AssertRefused(folder.Path, "'classifier.weight' is 3 × 64; config.json asks for 1 × 64");
    }

    [Fact]
    public void Half_a_head_is_refused()
    {
        using var folder = new PairModelFolder(dense: "somewhere.else");
        AssertRefused(folder.Path, "'pooler.dense.weight' is missing");
    }

    [Theory]
    [InlineData("\"vocab_size\": 500", "\"vocab_size\": 500, \"kindred_pair_marking\": \"colours\"", "the pair marking \"colours\"")]
    [InlineData("\"vocab_size\": 500", "\"vocab_size\": 500, \"kindred_pair_marking\": 7", "the pair marking 7")]
    [InlineData("\"vocab_size\": 500", "\"vocab_size\": 500, \"kindred_pair_marking\": \"shared-words\"", "type_vocab_size must be 12")]
    [InlineData("\"model_type\": \"bert\"", "\"model_type\": \"distilbert\"", "does not tell the two texts of a pair apart")]
    public void A_configuration_that_does_not_fit_is_refused(string from, string to, string message)
    {
        using var folder = new PairModelFolder();
        folder.Replace("config.json", from, to);
        AssertRefused(folder.Path, message);
    }

    [Fact]
    public void A_head_cut_short_is_refused()
    {
        using var folder = new PairModelFolder();
        using (FileStream file = File.OpenWrite(folder.File("model.safetensors")))
        {
            file.SetLength(file.Length - 5);
        }

        AssertRefused(folder.Path, "cut short");
    }

    private static void AssertRefused(string folder, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => CrossEncoder.Open(folder)).Message, StringComparison.Ordinal);
}
