using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class VectorExportTests
{
    [Fact]
    public async Task Vectors_of_a_trained_model_are_exported_with_titles()
    {
        using var folder = new TemporaryFolder();
        var orders = new StringBuilder("order_id,product_id,title,quantity,unit_price\n");
        for (int order = 0; order < 60; order++)
        {
            orders.Append($"o{order},p{order % 6},\"铁观音 {order % 6}\",1,2\no{order},p{(order + 1) % 6},\"铁观音 {(order + 1) % 6}\",1,2\n");
        }

        folder.Write("orders.csv", orders.ToString());
        string[] quiet = ["--workspace", "w", "--quiet"];
        (await RunAsync("import", "orders.csv")).Expect(0);
        (await RunAsync("check")).Expect(0);
        Assert.Contains("no trained model als", (await RunAsync("export", "vectors", "--model", "als", "--output", "v.parquet")).Expect(1).Error, StringComparison.Ordinal);
        JsonElement trained = (await RunAsync("train", "als", "--param", "factors=8", "--json")).Expect(0).Json();

        Assert.Contains("6 rows", (await RunAsync("export", "vectors", "--model", "als", "--output", "v.jsonl")).Expect(0).Output, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder.Location, "v.jsonl"), TestContext.Current.CancellationToken);
        JsonElement[] rows = [.. lines.Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.All(rows, r => Assert.Equal(($"铁观音 {r.GetProperty("product_id").GetString()![1..]}", 8), (r.GetProperty("title").GetString(), r.GetProperty("vector").GetArrayLength())));

        string model = trained.GetProperty("models")[0].GetProperty("file").GetString()!;
        (await RunAsync("export", "vectors", "--model", model, "--output", "projector")).Expect(0);
        string[] labels = await File.ReadAllLinesAsync(Path.Combine(folder.Location, "projector", "metadata.tsv"), TestContext.Current.CancellationToken);
        Assert.Equal(rows.Select(r => $"{r.GetProperty("product_id")}\t{r.GetProperty("title")}").Prepend("product_id\ttitle"), labels);

        (await RunAsync("train", "popularity")).Expect(0);
        Assert.Contains("has no vectors", (await RunAsync("export", "vectors", "--model", "popularity", "--output", "v.parquet")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("--model", (await RunAsync("export", "vectors", "--output", "v.parquet")).Expect(1).Error, StringComparison.Ordinal);

        Task<KindredProcess.Outcome> RunAsync(params string[] arguments) => KindredProcess.RunAsync(folder.Location, [.. arguments, .. quiet]);
    }
}
