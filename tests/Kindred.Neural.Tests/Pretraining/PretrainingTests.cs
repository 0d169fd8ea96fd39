using Kindred.Domain;
using Kindred.Neural.Encoders;
using Kindred.Neural.Pretraining;

namespace Kindred.Neural.Tests.Pretraining;

public sealed class PretrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Word_pieces_are_joined_in_the_order_of_their_frequency()
    {
        var trainer = new WordPieceTrainer();
        trainer.Add("hug hug hug pug pug hugs 红鞋 红鞋");

        // By hand: h ##u 4, ##u ##g 6 (hug 3, pug 2, hugs 1) comes first; then h ##ug 4; then p ##ug 2; hug ##s 1 is too rare. Chinese stays apart.
        Assert.Equal(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##g", "##s", "##u", "h", "p", "红", "鞋", "##ug", "hug", "pug"],
            trainer.Train(100));
        Assert.Equal(13, trainer.Train(13).Count);
    }

    [Fact]
    public void Word_vectors_are_read_from_the_packages_form()
    {
        WordVectors vectors = WordVectors.ReadWink(WriteWords(), 2);
        Assert.Equal(["the", "shoe"], vectors.Words);
        Assert.Equal([0.5f, -0.25f], vectors.Vector(1).ToArray());
    }

    [Fact]
    public void A_recipe_makes_an_encoder_that_knows_its_pairs_and_the_same_one_again()
    {
        PretrainingRecipe recipe = PretrainingRecipe.Parse("""
            {"sources":[{"kind":"catalogue","file":"","licence":"own","products":500}],"vocabulary_size":700,"hidden_size":32,"layers":1,"heads":2,"bag_epochs":8,"bag_learning_rate":0.02,
             "masked_epochs":1,"contrastive_epochs":1,"batch_size":32,"learning_rate":0.002}
            """);
        string[] folders = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];
        PretrainingData data = PretrainingData.Read(recipe, _folder);
        foreach (string folder in folders)
        {
            EncoderPretraining.Run(recipe, data, WordVectors.ReadWink(WriteWords(), 100), folder, cancellation: TestContext.Current.CancellationToken);
        }

        Assert.Equal(File.ReadAllBytes(Path.Combine(folders[0], "model.safetensors")), File.ReadAllBytes(Path.Combine(folders[1], "model.safetensors")));
        int found = TranslationsFound(folders[0], data);
        Assert.True(found > 20, $"{found} of 100 translations come first; by chance it is one");
    }

    [Fact]
    public void Half_of_the_clusters_are_held_out()
    {
        File.WriteAllLines(Path.Combine(_folder, "offers.csv"), ["product_title,cluster_id,cluster_label", .. Enumerable.Range(0, 400).Select(i => $"\"title, {i}\",{i / 2},label {i / 2}")]);
        PretrainingRecipe Recipe(bool holdOut) => new() { Sources = [new PretrainingSource(SourceKind.Offers, "offers.csv", "own", holdOut)] };
        Assert.Equal(600, PretrainingData.Read(Recipe(false), _folder).Pairs.Count);
        IReadOnlyList<string> kept = [.. PretrainingData.Read(Recipe(true), _folder).Texts];
        Assert.InRange(kept.Count, 200, 400);
        Assert.All(Enumerable.Range(0, 200), c => Assert.Equal(!PretrainingData.IsHeldOut($"{c}"), kept.Contains($"title, {2 * c}")));
    }

    [Fact]
    public void Matching_pairs_are_read_without_their_prices()
    {
        File.WriteAllText(Path.Combine(_folder, "m.txt"), "COL title VAL red shoe COL price VAL 9.0 \tCOL title VAL shoe, red COL brand VAL acme\t1\nCOL title VAL a\tCOL title VAL b\t0\n");
        PretrainingData data = PretrainingData.Read(new() { Sources = [new PretrainingSource(SourceKind.Matches, "m.txt", "own")] }, _folder);
        Assert.Equal(("red shoe", "shoe, red acme"), data.Pairs.Select(p => (p.Anchor, p.Positive)).Single());
        Assert.Equal(4, data.Texts.Count);
    }

    [Fact]
    public void Matching_pairs_may_be_plain_texts()
    {
        File.WriteAllText(Path.Combine(_folder, "m.txt"), "red shoe\tshoe, red\t1\n");
        PretrainingData data = PretrainingData.Read(new() { Sources = [new PretrainingSource(SourceKind.Matches, "m.txt", "own")] }, _folder);
        Assert.Equal(("red shoe", "shoe, red"), data.Pairs.Select(p => (p.Anchor, p.Positive)).Single());
    }

    [Theory]
    [InlineData("\"sources\":[]", "sources names none")]
    [InlineData("\"sources\":null", "sources names none")]
    [InlineData("\"sources\":[{\"kind\":\"catalogue\",\"file\":\"\",\"licence\":\"own\"}],\"heads\":5", "a multiple of heads, 5")]
    [InlineData("\"sources\":[],\"layers\":0,\"words\":-1", "words is -1, at least 1 is needed; layers is 0")]
    public void A_recipe_that_makes_no_encoder_is_refused(string fields, string expected) =>
        Assert.Contains(expected, Assert.Throws<KindredDataException>(() => PretrainingRecipe.Parse($"{{{fields}}}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"dimensions\":-5,")]
    [InlineData("\"dimensions\":2000000000,")]
    [InlineData("")]
    public void Word_vectors_of_no_sensible_width_are_refused(string dimensions)
    {
        string path = Path.Combine(_folder, "words.json");
        File.WriteAllText(path, $"{{{dimensions}\"vectors\":{{\"a\":[1,2,3]}}}}");
        Assert.Contains("dimensions", Assert.Throws<KindredDataException>(() => WordVectors.ReadWink(path, 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_with_an_unknown_name_or_a_missing_file_is_refused()
    {
        Assert.Contains("layerz", Assert.Throws<KindredDataException>(() => PretrainingRecipe.Parse("""{"sources":[],"layerz":3}""")).Message, StringComparison.Ordinal);
        Assert.Contains("none.csv", Assert.Throws<KindredDataException>(() =>
            PretrainingData.Read(new() { Sources = [new PretrainingSource(SourceKind.Titles, "none.csv", "own")] }, _folder)).Message, StringComparison.Ordinal);
    }

    private static int TranslationsFound(string folder, PretrainingData data)
    {
        using var encoder = TextEncoder.Open(folder);
        var pairs = data.Pairs.Where((_, i) => i % 3 == 0).Take(100).ToArray(); // English with Chinese
        float[][] english = encoder.Encode([.. pairs.Select(p => p.Anchor)]);
        float[][] chinese = encoder.Encode([.. pairs.Select(p => p.Positive)]);
        return english.Where((e, i) => chinese.Select((c, j) => (Score: e.Zip(c).Sum(p => p.First * p.Second), j)).Max().j == i).Count();
    }

    private string WriteWords()
    {
        string path = Path.Combine(_folder, "words.json");
        File.WriteAllText(path, """{"precision":8,"dimensions":2,"words":["the","shoe","sock"],"vectors":{"shoe":[0.5,-0.25,0.56,1],"the":[1,1,1.41,0],"sock":[0.5,0,0.5,2]},"unkVector":[0,0,0,-1]}""");
        return path;
    }
}
