using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class SearchCommandTests
{
    private static readonly string[] Titles = ["red running shoe", "blue running shoe 42", "wool sock", "洗发水 500ml", "护手霜 50毫升", "garden hose 15 m"];

    [Fact]
    public async Task Products_of_a_workspace_are_found_and_encoded()
    {
        using var folder = new TemporaryFolder();
        folder.Write("products.csv", "product_id,title\n" + string.Concat(Titles.Select((t, i) => $"p{i},{t}\n")));
        Assert.Contains("no workspace", (await RunAsync("search", "shoe")).Expect(1).Error, StringComparison.Ordinal);
        (await RunAsync("import", "products.csv", "--as", "products")).Expect(0);

        Assert.Equal(["p0", "p1"], Found((await RunAsync("search", "RED shoes", "--method", "bm25", "--json")).Expect(0)));
        Assert.Equal("p3", Found((await RunAsync("search", "洗发水５００ＭＬ", "--encoder", "static", "--json")).Expect(0))[0]);
        Assert.Contains("no method 'magic'", (await RunAsync("search", "shoe", "--method", "magic")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no encoder 'none.bin'", (await RunAsync("search", "shoe", "--encoder", "none.bin")).Expect(1).Error, StringComparison.Ordinal);

        Assert.Contains("--encoder would change nothing", (await RunAsync("search", "shoe", "--method", "words", "--encoder", "shipped")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("--cross-encoder would change nothing", (await RunAsync("search", "shoe", "--cross-encoder", "x")).Expect(1).Error, StringComparison.Ordinal);
        JsonElement misspelt = (await RunAsync("search", "red runing shose", "--method", "words", "--json")).Expect(0).Json();
        Assert.Equal("red running shoe", misspelt.GetProperty("searched_for").GetString());
        Assert.Equal("runing", misspelt.GetProperty("corrections")[0].GetProperty("written").GetString());
        Assert.Equal(["red", "running", "shoe"], misspelt.GetProperty("products")[0].GetProperty("matched").EnumerateArray().Select(m => m.GetString()!));
        Assert.Empty(Found((await RunAsync("search", "shose", "--method", "words", "--spelling", "off", "--json")).Expect(0)));
        Assert.Contains("has blue, shoe", (await RunAsync("search", "blue shose", "--method", "words", "--explain")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("found by its meaning", (await RunAsync("search", "blue shoe", "--method", "static", "--explain")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("none of them", (await RunAsync("search", "shoe", "--method", "dense", "--encoder", "shipped", "--runtime", "7")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("None of the 6 products", (await RunAsync("search", "shoe", "--brand", "Acme")).Expect(1).Error, StringComparison.Ordinal);

        (await RunAsync("encode", "--products", "--encoder", "static", "--output", "v.jsonl", "--save-encoder", "e.safetensors")).Expect(0);
        string first = File.ReadLines(Path.Combine(folder.Location, "v.jsonl")).First();
        folder.Write("texts.txt", Titles[0] + "\n");
        (await RunAsync("encode", "texts.txt", "--encoder", "e.safetensors", "--output", "again.jsonl")).Expect(0);
        string again = await File.ReadAllTextAsync(Path.Combine(folder.Location, "again.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(Vector(first), Vector(again));
        Assert.Contains("Give either", (await RunAsync("encode", "--output", "v.jsonl")).Expect(1).Error, StringComparison.Ordinal);

        (await RunAsync("encode", "texts.txt", "--encoder", "shipped", "--output", "shipped.jsonl")).Expect(0);
        Assert.Equal(128, Vector(await File.ReadAllTextAsync(Path.Combine(folder.Location, "shipped.jsonl"), TestContext.Current.CancellationToken)).Length);
        Assert.Equal(["p0", "p1"], Found((await RunAsync("search", "red shoe for running", "--method", "dense", "--encoder", "shipped", "--json")).Expect(0))[..2].Order());

        Task<KindredProcess.Outcome> RunAsync(params string[] arguments) => KindredProcess.RunAsync(folder.Location, [.. arguments, "--workspace", "w", "--quiet"]);
    }

    [Fact]
    public async Task Retrieval_and_matching_are_evaluated_on_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("p.csv", "product_id,title\n" + string.Concat(Titles.Select((t, i) => $"p{i},{t}\n")));
        folder.Write("j.csv", "query,product_id,relevance\nrunning shoe,p0,1\nrunning shoe,p1,1\nhose 15m,p5,1\n");
        JsonElement methods = (await RunAsync("retrieval", "--products", "p.csv", "--judgments", "j.csv", "--methods", "bm25,static,hybrid", "--encoder", "static", "--json")).Expect(0).Json().GetProperty("methods");
        Assert.Equal(["bm25", "static", "hybrid"], methods.EnumerateArray().Select(m => m.GetProperty("name").GetString()!));
        Assert.Equal(1, methods[0].GetProperty("metrics").GetProperty("ndcg@10").GetDouble(), 1e-6);
        Assert.Equal(1, methods[0].GetProperty("metrics").GetProperty("recall@100").GetDouble(), 1e-6);
        Assert.Equal(2, methods[0].GetProperty("intervals").GetProperty("mrr").GetArrayLength());
        Assert.True(methods[0].GetProperty("seconds").GetProperty("search").GetDouble() >= 0);
        Assert.Equal(2, methods[1].GetProperty("leads").GetProperty("mrr").GetArrayLength());

        methods = (await RunAsync("retrieval", "--products", "p.csv", "--judgments", "j.csv", "--methods", "bm25,dense,hybrid,rrf", "--encoder", "shipped,static", "--json")).Expect(0).Json().GetProperty("methods");
        Assert.Equal(
            ["bm25", "dense shipped", "dense static", "hybrid shipped", "hybrid static", "rrf shipped", "rrf static"], methods.EnumerateArray().Select(m => m.GetProperty("name").GetString()!));

        folder.Write("c.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{(i % 2 == 0 ? "red running shoe" : "garden hose")} {i},{(i % 2 == 0 ? "shoes" : "garden")}\n")));
        JsonElement classified = (await RunAsync("classification", "--train", "c.csv", "--test", "c.csv", "--encoder", "shipped", "--json")).Expect(0).Json().GetProperty("methods");
        Assert.Equal(["tfidf", "dense shipped"], classified.EnumerateArray().Select(m => m.GetProperty("name").GetString()!));
        Assert.All(classified.EnumerateArray(), m => Assert.Equal(1, m.GetProperty("metrics").GetProperty("macro_f1").GetDouble(), 1e-6));

        var pairs = new StringBuilder();
        for (int i = 0; i < 60; i++)
        {
            pairs.Append($"acme drill dx{100 + i} red\tdrill acme dx{100 + i + (i % 2)}\t{1 - (i % 2)}\n");
        }

        folder.Write("pairs.txt", pairs.ToString());
        JsonElement matching = (await RunAsync("matching", "--train", "pairs.txt", "--valid", "pairs.txt", "--test", "pairs.txt", "--json")).Expect(0).Json();
        Assert.Equal(1, matching.GetProperty("f1").GetDouble(), 1e-6);
        Assert.Equal(1, matching.GetProperty("precision").GetDouble(), 1e-6);
        Assert.Equal(60, matching.GetProperty("pairs").GetProperty("test").GetInt32());

        Task<KindredProcess.Outcome> RunAsync(params string[] arguments) => KindredProcess.RunAsync(folder.Location, ["evaluate", .. arguments, "--quiet"]);
    }

    [Fact]
    public async Task A_cross_encoder_is_trained_matches_offers_and_puts_search_results_in_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("p.csv", "product_id,title\n" + string.Concat(Titles.Select((t, i) => $"p{i},{t}\n")));
        folder.Write("j.csv", "query,product_id,relevance\nrunning shoe,p0,1\nrunning shoe,p1,1\nhose 15m,p5,1\n");
        var pairs = new StringBuilder();
        for (int i = 0; i < 120; i++)
        {
            pairs.Append($"acme drill dx{100 + i} red\tdrill acme dx{100 + i + (i % 2)}\t{1 - (i % 2)}\n");
        }

        folder.Write("pairs.txt", pairs.ToString());
        string[] files = ["--train", "pairs.txt", "--valid", "pairs.txt"];
        JsonElement trained = (await RunAsync(["train", "cross-encoder", .. files, "--output", "ce", "--epochs", "6", "--batch-size", "16", "--learning-rate", "2e-3", "--json"])).Expect(0).Json();
        Assert.Equal("F1 1.0000", trained.GetProperty("validation").GetString());
        Assert.Equal(1, trained.GetProperty("validations").EnumerateArray().Max(v => v.GetDouble()), 1e-9);
        foreach (string method in new[] { "cross-encoder", "features+cross-encoder" })
        {
            JsonElement matching = (await RunAsync(["evaluate", "matching", .. files, "--test", "pairs.txt", "--method", method, "--cross-encoder", "ce", "--json"])).Expect(0).Json();
            Assert.Equal(method, matching.GetProperty("method").GetString());
            Assert.Equal(1, matching.GetProperty("f1").GetDouble(), 1e-6);
        }

        string[] ready = ["evaluate", "matching", .. files, "--test", "pairs.txt", "--cross-encoder", "ce"];
        Assert.Contains("--epochs would change nothing", (await RunAsync([.. ready, "--method", "cross-encoder", "--epochs", "2"])).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("'features' reads no cross-encoder", (await RunAsync(ready)).Expect(1).Error, StringComparison.Ordinal);
        folder.Write("many.csv", "query,product_id,relevance\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{Titles[i % 6]} {i},p{i % 6},1\n")));
        JsonElement reranker = (await RunAsync(["train", "cross-encoder", "--products", "p.csv", "--judgments", "many.csv", "--output", "rr", "--epochs", "2", "--json"])).Expect(0).Json();
        Assert.InRange(reranker.GetProperty("best_epoch").GetInt32(), 1, 2);
        Assert.False(File.Exists(Path.Combine(folder.Location, "rr", "training.checkpoint")));
        Assert.Contains("What is to be learned", (await RunAsync(["train", "cross-encoder", "--train", "pairs.txt", "--output", "no"])).Expect(1).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Location, "no")));

        string[] compress = ["model", "compress", "shipped", "--cross-encoder", "rr", "--output", "taught", "--epochs", "1"];
        folder.Write("texts.txt", string.Concat(Enumerable.Range(0, 60).Select(i => $"{Titles[i % 6]} {i}\n")));
        (await RunAsync([.. compress, "--texts", "texts.txt", "--products", "p.csv", "--judgments", "many.csv"])).Expect(0);
        Assert.Contains("--judgments too", (await RunAsync([.. compress, "--texts", "texts.txt"])).Expect(1).Error, StringComparison.Ordinal);

        string[] retrieval = ["evaluate", "retrieval", "--products", "p.csv", "--judgments", "j.csv", "--methods", "rerank", "--encoder", "static", "--json"];
        Assert.Equal("rerank", (await RunAsync([.. retrieval, "--cross-encoder", "ce"])).Expect(0).Json().GetProperty("methods")[0].GetProperty("name").GetString());
        Assert.Contains("--cross-encoder", (await RunAsync(retrieval)).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no config.json", (await RunAsync([.. retrieval, "--cross-encoder", "."])).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no matching method 'magic'", (await RunAsync(["evaluate", "matching", .. files, "--test", "pairs.txt", "--method", "magic"])).Expect(1).Error, StringComparison.Ordinal);

        Task<KindredProcess.Outcome> RunAsync(params string[] arguments) => KindredProcess.RunAsync(folder.Location, [.. arguments, "--quiet"]);
    }

    private static string[] Found(KindredProcess.Outcome outcome) => [.. outcome.Json().GetProperty("products").EnumerateArray().Select(p => p.GetProperty("product_id").GetString()!)];

    private static float[] Vector(string line) => [.. JsonDocument.Parse(line).RootElement.GetProperty("vector").EnumerateArray().Select(v => v.GetSingle())];
}
