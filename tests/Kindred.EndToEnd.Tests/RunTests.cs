using System.Text.Json;
using Kindred.Tests.Shared;

namespace Kindred.EndToEnd.Tests;

public class RunTests
{
    [Fact]
    public async Task The_demo_finds_what_was_planted_and_writes_the_report()
    {
        using var folder = new TemporaryFolder();
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "demo", "--json", "--orders", "30000")).Expect(0).Json();
        JsonElement complements = json.GetProperty("truth")[0];
        double recall = (double)complements.GetProperty("correct").GetInt64() / complements.GetProperty("planted").GetInt64();

        // 30,000 orders show most detectable pairs; a miner that lost its way would find few, one that calls everything would fail below.
        Assert.True(recall > 0.75, $"recall {recall:P0}");
        JsonElement substitutes = json.GetProperty("truth")[2];
        Assert.True(substitutes.GetProperty("found").GetInt64() <= substitutes.GetProperty("planted").GetInt64() / 50);
        Assert.NotEmpty(json.GetProperty("findings").EnumerateArray());
        string report = await File.ReadAllTextAsync(json.GetProperty("report").GetString()!, TestContext.Current.CancellationToken);
        Assert.Contains("<!doctype html>", report, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", report);
    }

    [Fact]
    public async Task A_run_on_real_orders_tells_findings_with_their_proof_and_is_not_repeated_for_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Require("retail/online_retail.csv.gz");
        JsonElement first = (await KindredProcess.RunAsync(folder.Location, "run", file, "--json", "--title", "Gifts")).Expect(0).Json();
        Assert.False(first.GetProperty("reused").GetBoolean());
        Assert.Equal(541_909, first.GetProperty("lines").GetProperty("read").GetInt64());
        Assert.All(first.GetProperty("findings").EnumerateArray(), f => Assert.Matches("[Ii]n [0-9,]+ of [0-9,]+ baskets together, .* times what chance gives", f.GetProperty("text").GetString()));

        JsonElement second = (await KindredProcess.RunAsync(folder.Location, "run", file, "--json", "--title", "Gifts")).Expect(0).Json();
        Assert.True(second.GetProperty("reused").GetBoolean());
        Assert.Equal(first.GetProperty("findings").GetRawText(), second.GetProperty("findings").GetRawText());

        (await KindredProcess.RunAsync(folder.Location, "report", "--output", "again.html")).Expect(0);
        Assert.True(new FileInfo(folder.File("again.html")).Length > 100_000);
    }

    [Fact]
    public async Task Check_says_what_the_orders_can_support()
    {
        using var folder = new TemporaryFolder();
        string orders = folder.Write("orders.csv", "order_id,product_id,ordered_at,quantity,unit_price\n" + string.Concat(Enumerable.Range(0, 2000).Select(i =>
            $"{i / 2},{(i % 2 == 0 ? "tea" : i % 6 == 1 ? "pot" : "cup")},2025-01-{1 + (i % 28):00} 10:00,1,2.5\n")));
        (await KindredProcess.RunAsync(folder.Location, "import", orders)).Expect(0);
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "check", "--json")).Expect(0).Json();
        Assert.Equal(2000, json.GetProperty("cleaning").GetProperty("lines_before").GetInt64());
        Assert.Equal(1000, json.GetProperty("readiness").GetProperty("baskets").GetProperty("baskets").GetInt64());
        Assert.Contains(json.GetProperty("readiness").GetProperty("capabilities").EnumerateArray(), c => c.GetProperty("verdict").GetString() == "no");
    }

    [Fact]
    public async Task Verbs_on_a_workspace_that_is_not_there_say_what_to_do()
    {
        using var folder = new TemporaryFolder();
        foreach (string verb in new[] { "report", "check" })
        {
            KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, verb)).Expect(1);
            Assert.Contains("import", outcome.Error);
        }
    }
}
