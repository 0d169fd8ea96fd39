using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kindred.Tests.Shared;

namespace Kindred.EndToEnd.Tests;

public class MineTests
{
    private const string Baskets = "bread, butter ,milk\nbread,butter\n牛奶,bread\nbread,butter,牛奶,butter\n";

    [Fact]
    public async Task The_json_of_mine_has_the_keys_of_the_contract_and_counts_by_hand()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("baskets.csv", Baskets);
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "2", "--rules", "--min-confidence", "0.5", "--json")).Expect(0).Json();

        Assert.Equal(
            ["baskets", "products", "min_count", "algorithm", "threads", "itemsets", "rules", "seconds", "peak_memory_mb", "top_itemsets", "top_rules"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(4, json.GetProperty("baskets").GetInt32());
        Assert.Equal(4, json.GetProperty("products").GetInt32());
        Assert.Equal(2, json.GetProperty("min_count").GetInt32());
        Assert.Equal(["read", "mine", "rules", "write", "total"], json.GetProperty("seconds").EnumerateObject().Select(p => p.Name));

        // bread 4, butter 3, 牛奶 2; bread+butter 3, bread+牛奶 2: five itemsets. A second butter in a basket counts once.
        JsonElement itemsets = json.GetProperty("itemsets");
        Assert.Equal(5, itemsets.GetProperty("total").GetInt64());
        Assert.Equal(3, itemsets.GetProperty("by_length").GetProperty("1").GetInt64());
        Assert.Equal(2, itemsets.GetProperty("by_length").GetProperty("2").GetInt64());

        // butter ⇒ bread 3/3, bread ⇒ butter 3/4, 牛奶 ⇒ bread 2/2, bread ⇒ 牛奶 2/4.
        Assert.Equal(4, json.GetProperty("rules").GetProperty("total").GetInt64());
        Assert.Contains(json.GetProperty("top_itemsets").EnumerateArray(), i => i.GetProperty("items").EnumerateArray().Any(e => e.GetString() == "牛奶"));
        JsonElement rule = json.GetProperty("top_rules").EnumerateArray().Single(r => r.GetProperty("antecedent")[0].GetString() == "butter");
        Assert.Equal(3, rule.GetProperty("count").GetInt32());
        Assert.Equal(1.0, rule.GetProperty("confidence").GetDouble());
        Assert.Equal(1.0, rule.GetProperty("lift").GetDouble());
        Assert.Equal(1.0, rule.GetProperty("q_value").GetDouble());
    }

    [Fact]
    public async Task Count_only_gives_the_counts_and_no_lists()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("baskets.csv", Baskets);
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "2", "--count-only", "--json")).Expect(0).Json();
        Assert.Equal(5, json.GetProperty("itemsets").GetProperty("total").GetInt64());
        Assert.False(json.TryGetProperty("top_itemsets", out _));
        Assert.False(json.TryGetProperty("top_rules", out _));
    }

    [Theory]
    [InlineData("1", "2")]
    public async Task The_same_bytes_come_out_whatever_the_number_of_threads(string fewer, string more)
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Require("fimi/retail.dat.gz");
        string[] written = [folder.File("one.csv"), folder.File("two.csv")];
        foreach ((string threads, string output) in new[] { (fewer, written[0]), (more, written[1]) })
        {
            (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "200", "--rules", "--threads", threads, "--output", output, "--json")).Expect(0);
        }

        byte[] bytes = await File.ReadAllBytesAsync(written[0], TestContext.Current.CancellationToken);
        Assert.True(bytes.Length > 1000);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(written[1], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("apriori")]
    [InlineData("eclat")]
    [InlineData("fp-growth")]
    [InlineData("lcm")]
    public async Task Every_algorithm_finds_the_published_count(string algorithm)
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Require("fimi/mushroom.dat.gz");
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "1625", "--algorithm", algorithm, "--count-only", "--json")).Expect(0).Json();
        Assert.Equal(53_583, json.GetProperty("itemsets").GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Orders_are_mined_without_a_workspace()
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Require("retail/online_retail.csv.gz");
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "400", "--rules", "--json")).Expect(0).Json();
        Assert.Equal(20_728, json.GetProperty("baskets").GetInt32());
        Assert.Equal(391, json.GetProperty("itemsets").GetProperty("total").GetInt64());
        Assert.Equal(59, json.GetProperty("rules").GetProperty("total").GetInt64());
        Assert.Empty(Directory.GetFileSystemEntries(folder.Location));
    }

    [Fact]
    public async Task An_empty_answer_explains_itself()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("baskets.csv", Baskets);
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "50", "--json")).Expect(0).Json();
        Assert.Equal(0, json.GetProperty("itemsets").GetProperty("total").GetInt64());
        Assert.Contains("4", json.GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task An_answer_that_cannot_fit_is_refused_with_the_threshold_that_would()
    {
        using var folder = new TemporaryFolder();
        string file = SharedData.Require("fimi/mushroom.dat.gz");
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", "200", "--memory-limit", "200MB", "--quiet")).Expect(1);
        Match suggested = Regex.Match(outcome.Error, "minimum count of ([0-9,]+) would fit");
        Assert.True(suggested.Success, outcome.Error);
        (await KindredProcess.RunAsync(folder.Location, "mine", file, "--min-count", suggested.Groups[1].Value.Replace(",", ""), "--memory-limit", "200MB", "--quiet")).Expect(0);
    }

    [Fact]
    public async Task Categories_are_mined_beside_products_without_trivial_pairs()
    {
        using var folder = new TemporaryFolder();
        string baskets = folder.Write("baskets.csv", "milk,bread\nyogurt,bread\nmilk,rolls\nyogurt,rolls\n");
        string categories = folder.Write("categories.csv", "product_id,category\nmilk,Food > Dairy\nyogurt,Food > Dairy\nbread,Food > Bakery\nrolls,Food > Bakery\n");
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", baskets, "--roll-up", categories, "--min-count", "4", "--json")).Expect(0).Json();

        // In all four baskets: Food, Dairy, Bakery, and Dairy with Bakery; never a category with its own ancestor.
        Assert.Equal(4, json.GetProperty("itemsets").GetProperty("total").GetInt64());
        Assert.Contains("category:Food > Dairy", json.GetProperty("top_itemsets").GetRawText());
    }

    [Fact]
    public async Task Top_n_needs_no_threshold()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("baskets.csv", Baskets);
        JsonElement json = (await KindredProcess.RunAsync(folder.Location, "mine", file, "--top", "3", "--json")).Expect(0).Json();
        Assert.Equal([4, 3, 3], json.GetProperty("top_itemsets").EnumerateArray().Select(i => i.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Files_that_are_not_what_they_claim_get_one_sentence_and_exit_code_1()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Baskets, 500)));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(whole);
        }

        await File.WriteAllBytesAsync(folder.File("cut.csv.gz"), packed.ToArray()[..(int)(packed.Length / 2)], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("binary.csv"), [0, 1, 2, 3, 255, 254, 0, 10], TestContext.Current.CancellationToken);
        folder.Write("empty.csv", "");
        foreach (string name in new[] { "cut.csv.gz", "binary.csv", "empty.csv", "absent.csv" })
        {
            KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, "mine", name, "--min-count", "1")).Expect(1);
            Assert.Empty(outcome.Output);
            Assert.Contains(name, outcome.Error);
            Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("--min-count", "2", "--min-support", "0.1")]
    [InlineData("--itemsets", "closed", "--rules", "--min-count=1")]
    [InlineData("--algorithm", "magic", "--min-count", "2")]
    [InlineData("--min-support", "1.5", "--threads", "1")]
    public async Task Options_that_cannot_be_meant_are_usage_errors(params string[] options)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("baskets.csv", Baskets);
        (await KindredProcess.RunAsync(folder.Location, ["mine", file, .. options])).Expect(2);
    }
}
