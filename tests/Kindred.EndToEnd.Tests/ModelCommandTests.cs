using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class ModelCommandTests
{
    [Fact]
    public async Task Evaluate_compares_models_on_ready_made_files()
    {
        using var folder = new TemporaryFolder();
        (string train, string valid, string test) = WriteCamps(folder);
        JsonElement json = (await KindredProcess.RunAsync(
            folder.Location, "evaluate", "--train", train, "--valid", valid, "--test", test, "--models", "popularity,knn:neighbors=5", "--k", "3,5", "--json", "--quiet")).Expect(0).Json();
        JsonElement[] models = [.. json.GetProperty("models").EnumerateArray()];
        Assert.Equal(["popularity", "knn"], models.Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(5, models[1].GetProperty("parameters").GetProperty("neighbors").GetInt32());
        double[] recall = [.. models.Select(m => m.GetProperty("metrics").GetProperty("recall@3").GetDouble())];
        Assert.True(recall[1] > recall[0], string.Join(" ", recall));
        Assert.True(models[1].GetProperty("intervals").TryGetProperty("ndcg@5", out _));
        Assert.True(models[1].GetProperty("seconds").GetProperty("score").GetDouble() > 0);
        Assert.True(models[1].GetProperty("peak_memory_mb").GetDouble() > 0);
    }

    [Fact]
    public async Task Evaluate_prints_a_table_with_the_definitions_after_tuning()
    {
        using var folder = new TemporaryFolder();
        (string train, string valid, string test) = WriteCamps(folder);
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(
            folder.Location, "evaluate", "--train", train, "--valid", valid, "--test", test, "--models", "knn", "--tune", "--trials", "4")).Expect(0);
        Assert.Contains("recall@20", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("recall@k = hits / relevant products", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("on validation (defaults", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no model", "--models", "nothing")]
    [InlineData("neighbors, similarity", "--models", "knn:neighbours=3")]
    [InlineData("not a list", "--k", "ten")]
    public async Task What_is_wrong_is_said_with_what_is_allowed(string expected, string option, string value)
    {
        using var folder = new TemporaryFolder();
        (string train, _, string test) = WriteCamps(folder);
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--train", train, "--test", test, option, value)).Expect(1);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "There is no option '--tun' here", "als", "--tun")]
    [InlineData(1, "Transitions need to know in which order", "popularity", "transitions")]
    public async Task Train_says_what_is_wrong_before_anything_is_trained(int code, string expected, string first, string second)
    {
        using var folder = new TemporaryFolder();
        (string train, _, _) = WriteCamps(folder);
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, "train", first, second, "--train", train, "--output", "models")).Expect(code);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Location, "models")));
    }

    [Theory]
    [InlineData(40, "user hold-out")]
    [InlineData(80, "user hold-out", "cold products")]
    public async Task All_protocols_that_a_file_permits_are_evaluated(int users, params string[] protocols)
    {
        using var folder = new TemporaryFolder();
        (string train, _, _) = WriteCamps(folder, users);
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--train", train, "--protocol", "all", "--models", "popularity", "--json")).Expect(0);
        Assert.Contains("next-item is left out: the file has no order", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(users < 80, outcome.Error.Contains("cold-products is left out: too few products have 20 users", StringComparison.Ordinal));
        JsonElement json = outcome.Json();
        IEnumerable<JsonElement> comparisons = protocols.Length == 1 ? [json] : json.GetProperty("comparisons").EnumerateArray();
        Assert.Equal(protocols, comparisons.Select(c => c.GetProperty("protocol").GetString()));
    }

    [Fact]
    public async Task Train_keeps_a_model_file_that_any_safetensors_reader_opens()
    {
        using var folder = new TemporaryFolder();
        (string train, _, _) = WriteCamps(folder);
        JsonElement json = (await KindredProcess.RunAsync(
            folder.Location, "train", "knn", "--param", "similarity=bm25", "--train", train, "--output", "models", "--json", "--quiet")).Expect(0).Json();
        string path = Path.Combine(folder.Location, json.GetProperty("models")[0].GetProperty("file").GetString()!);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        using JsonDocument head = JsonDocument.Parse(bytes.AsMemory(8, (int)BitConverter.ToInt64(bytes)));
        Assert.Equal("bm25", head.RootElement.GetProperty("__metadata__").GetProperty("option.similarity").GetString());
    }

    // Users in two camps of eight products, five to train on, one to tune and one to test.
    private static (string Train, string Valid, string Test) WriteCamps(TemporaryFolder folder, int users = 40)
    {
        var (train, valid, test) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (int user = 0; user < users; user++)
        {
            string[] items = [.. Enumerable.Range(0, 7).Select(i => $"p{(user % 2 * 8) + ((user + i) % 8)}")];
            train.Append($"u{user} {string.Join(' ', items[..5])}\n");
            valid.Append($"u{user} {items[5]}\n");
            test.Append($"u{user} {items[6]}\n");
        }

        return (folder.Write("train.txt", train.ToString()), folder.Write("valid.txt", valid.ToString()), folder.Write("test.txt", test.ToString()));
    }
}
