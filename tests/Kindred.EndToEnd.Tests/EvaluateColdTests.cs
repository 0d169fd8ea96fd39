using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class EvaluateColdTests
{
    [Fact]
    public async Task Evaluate_cold_compares_methods_on_a_file_and_on_the_workspace_alike()
    {
        using var folder = new TemporaryFolder();
        string orders = WriteSeries(folder);
        string[] protocol = ["--splits", "2", "--define", "min-pair-count=3,min-lift=1.5,min-companions=1", "--json", "--quiet"];
        JsonElement file = (await KindredProcess.RunAsync(folder.Location, ["evaluate", "cold", "--orders", orders, "--encoder", "static", "--fine-tune", "shipped", .. protocol])).Expect(0).Json();
        JsonElement[] methods = [.. file.GetProperty("methods").EnumerateArray()];
        Assert.Equal("encoder", methods[0].GetProperty("name").GetString());
        Assert.Equal(
            ["popularity", "bm25", "ridge-ppmi", "lent-ppmi", "ridge-counts", "lent-counts", "title-companions", "fine-tuned", "sum of baselines", "sum with model", "model and encoder", "sum of all"],
            methods.Skip(1).Select(m => m.GetProperty("name").GetString()!));
        double Ndcg(string name) => methods.Single(m => m.GetProperty("name").GetString() == name).GetProperty("metrics").GetProperty("ndcg@20").GetDouble();
        Assert.True(Ndcg("title-companions") > Ndcg("popularity"));
        Assert.True(Ndcg("fine-tuned") > Ndcg("popularity"));
        Assert.Equal(2, file.GetProperty("cases").GetArrayLength());
        (await KindredProcess.RunAsync(folder.Location, "import", orders, "--quiet")).Expect(0);
        (await KindredProcess.RunAsync(folder.Location, "check", "--quiet")).Expect(0);
        JsonElement workspace = (await KindredProcess.RunAsync(folder.Location, ["evaluate", "cold", .. protocol])).Expect(0).Json();
        Assert.Equal(9, workspace.GetProperty("methods").GetArrayLength());
    }

    [Theory]
    [InlineData("no workspace", new string[0])]
    [InlineData("no option 'lift'", new[] { "--define", "lift=2" })]
    [InlineData("no encoder 'nothing'", new[] { "--orders", "orders.csv", "--encoder", "nothing" })]
    [InlineData("lower these limits", new[] { "--orders", "orders.csv", "--define", "min-lift=1000" })]
    public async Task What_is_wrong_is_said(string expected, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        WriteSeries(folder);
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, ["evaluate", "cold", .. arguments])).Expect(1);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    // Six series of six products; each basket holds four of one series.
    private static string WriteSeries(TemporaryFolder folder)
    {
        string[] series = ["red retrospot", "jumbo bag", "regency tea", "paper chain", "glass star", "wooden heart"];
        string[] kinds = ["mug", "plate", "bowl", "jug", "tray", "box"];
        var lines = new StringBuilder("order_id,product_id,title\n");
        for (int basket = 0; basket < 600; basket++)
        {
            for (int i = 0; i < 4; i++)
            {
                int kind = (basket + (i * i)) % 6;
                lines.Append($"o{basket},p{basket / 7 % 6}{kind},{series[basket / 7 % 6]} {kinds[kind]}\n");
            }
        }

        return folder.Write("orders.csv", lines.ToString());
    }
}
