using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

/// <summary>All protocols on a workspace, kept and shown in the report.</summary>
public class WorkspaceEvaluationTests
{
    [Fact]
    public async Task Every_protocol_runs_on_the_demo_shop_and_stands_in_the_report()
    {
        using var folder = new TemporaryFolder();
        (await KindredProcess.RunAsync(folder.Location, "demo", "--orders", "12000", "--products", "1000", "--customers", "2000", "--quiet")).Expect(0);
        string[] evaluate = ["evaluate", "--protocol", "all", "--models", "popularity,popularity:per-segment=true,knn", "--segment-by", "store", "--max-cases", "1000"];
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, [.. evaluate, "--json", "--quiet"])).Expect(0).Json();
        JsonElement[] comparisons = [.. json.GetProperty("comparisons").EnumerateArray()];
        Assert.Equal(
            ["basket completion", "next basket", "next item, leave last out", "next item, global time split", "user hold-out", "cold products", "pair prediction"],
            comparisons.Select(c => c.GetProperty("protocol").GetString()));
        foreach (JsonElement ranked in comparisons[..6])
        {
            JsonElement knn = ranked.GetProperty("models")[2];
            Assert.True(knn.GetProperty("metrics").GetProperty("ndcg@20").GetDouble() > 0);
            Assert.True(knn.GetProperty("peak_memory_mb").GetDouble() > knn.GetProperty("added_memory_mb").GetDouble());
            Assert.Contains(knn.GetProperty("segments").EnumerateObject(), s => s.Name.StartsWith("category:", StringComparison.Ordinal));
        }

        // Neighbourhoods complete baskets better than best-sellers; whether a pair meets is told better than by a coin.
        Assert.True(Value(comparisons[0], 2, "ndcg@20") > 1.3 * Value(comparisons[0], 0, "ndcg@20"));
        Assert.InRange(Value(comparisons[6], 2, "log-loss"), 0.01, 0.69);
        Assert.InRange(Value(comparisons[6], 2, "calibration-error"), 0, 0.1);

        string report = await File.ReadAllTextAsync(folder.File(".kindred/report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("How well models predict: pair prediction", report, StringComparison.Ordinal);
        Assert.Contains("Planted", report, StringComparison.Ordinal);

        KindredProcess.Outcome again = (await KindredProcess.RunAsync(folder.Location, [.. evaluate, "--json"])).Expect(0);
        Assert.Contains("Nothing had changed", again.Error, StringComparison.Ordinal);
        Assert.Equal(json.GetRawText(), again.Json().GetRawText());
    }

    [Fact]
    public async Task What_the_orders_do_not_permit_is_said()
    {
        using var folder = new TemporaryFolder();
        string orders = folder.Write("orders.csv", "order_id,product_id\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"{i / 3},p{((i / 3 * 7) + (i % 3 * 5)) % 20}\n")));
        (await KindredProcess.RunAsync(folder.Location, "import", orders)).Expect(0);
        KindredProcess.Outcome customers = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--protocol", "next-basket")).Expect(1);
        Assert.Contains("Import customer ids", customers.Error, StringComparison.Ordinal);
        KindredProcess.Outcome times = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--models", "popularity:half-life-days=30")).Expect(1);
        Assert.Contains("import order times", times.Error, StringComparison.Ordinal);
        KindredProcess.Outcome all = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--protocol", "all", "--models", "popularity")).Expect(0);
        Assert.Contains("next-basket is left out: the orders name no customers", all.Error, StringComparison.Ordinal);
        Assert.Contains("basket completion:", all.Output, StringComparison.Ordinal);
        KindredProcess.Outcome unknown = (await KindredProcess.RunAsync(folder.Location, "evaluate", "--protocol", "guess")).Expect(1);
        Assert.Contains("basket-completion, next-basket", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transitions_learn_from_customers_and_a_model_is_not_trained_twice()
    {
        using var folder = new TemporaryFolder();
        (await KindredProcess.RunAsync(folder.Location, "demo", "--generate-only", "--orders", "3000", "--products", "1000", "--customers", "300", "--shop", "shop", "--quiet")).Expect(0);
        (await KindredProcess.RunAsync(folder.Location, "import", folder.File("shop/orders.csv"), "--quiet")).Expect(0);
        JsonElement first = (await KindredProcess.RunAsync(folder.Location, "train", "transitions", "knn", "--json")).Expect(0).Json();
        Assert.Equal(["customers", "baskets"], first.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("rows").GetString()));
        JsonElement second = (await KindredProcess.RunAsync(folder.Location, "train", "transitions", "knn", "--json")).Expect(0).Json();
        Assert.All(second.GetProperty("models").EnumerateArray(), m => Assert.True(m.GetProperty("reused").GetBoolean()));
        Assert.Equal(
            first.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("file").GetString()),
            second.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("file").GetString()));
    }

    private static double Value(JsonElement comparison, int model, string metric) =>
        comparison.GetProperty("models")[model].GetProperty("metrics").GetProperty(metric).GetDouble();
}
