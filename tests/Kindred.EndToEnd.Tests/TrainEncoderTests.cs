using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class TrainEncoderTests
{
    private static readonly string[] Small = ["--epochs", "1", "--batch-size", "16", "--threads", "1", "--json", "--quiet"];

    [Fact]
    public async Task An_encoder_is_fine_tuned_on_a_workspace_used_and_gone_on_with()
    {
        using var folder = new TemporaryFolder();
        (await KindredProcess.RunAsync(folder.Location, "import", WriteOrders(folder), "--quiet")).Expect(0);
        JsonElement first = (await KindredProcess.RunAsync(folder.Location, ["train", "encoder", "--output", "one", "--asymmetric", "--tasks", "price", .. Small])).Expect(0).Json().GetProperty("result");
        Assert.True(first.GetProperty("examples").GetInt32() > 50);
        Assert.Equal("price", first.GetProperty("tasks")[0].GetProperty("task").GetString());
        JsonElement hit = (await KindredProcess.RunAsync(folder.Location, "search", "red mug", "--encoder", "one", "--json", "--quiet")).Expect(0).Json();
        Assert.NotEqual(0, hit.GetProperty("products").GetArrayLength());
        JsonElement second = (await KindredProcess.RunAsync(folder.Location, ["train", "encoder", "--continue", "one", "--output", "two", .. Small])).Expect(0).Json().GetProperty("result");
        Assert.InRange(second.GetProperty("earlier_recall").GetProperty("after").GetDouble(), 0, 1);
        (await KindredProcess.RunAsync(folder.Location, "run", "orders.csv", "--report", "report.html", "--quiet")).Expect(0);
        Assert.Contains("How the text encoder learned", File.ReadAllText(Path.Combine(folder.Location, "report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "There is no model folder nothing", new[] { "--base", "nothing" })]
    [InlineData(1, "name its encoder with --continue", new[] { "--replay", "0.3" })]
    [InlineData(1, "both name where the training starts", new[] { "--continue", "one", "--base", "shipped" })]
    [InlineData(1, "belongs to pairs", new[] { "--objective", "companions", "--asymmetric" })]
    [InlineData(1, "needs a workspace", new[] { "--tasks", "category" })]
    [InlineData(1, "no task 'size'", new[] { "--tasks", "size" })]
    [InlineData(2, "--lora takes a number from 0 to 256", new[] { "--lora", "300" })]
    public async Task What_is_wrong_is_said(int code, string expected, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(folder.Location, ["train", "encoder", "--orders", WriteOrders(folder), .. arguments])).Expect(code);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    // Sixteen series of six products with prices; each basket holds four of one series.
    private static string WriteOrders(TemporaryFolder folder)
    {
        string[] series = [.. new[] { "red", "blue", "green", "white" }.SelectMany(c => new[] { "retrospot", "regency", "paper", "glass" }.Select(m => $"{c} {m}"))];
        string[] kinds = ["mug", "plate", "bowl", "jug", "tray", "box"];
        var lines = new StringBuilder("order_id,product_id,title,unit_price,quantity\n");
        for (int basket = 0; basket < 800; basket++)
        {
            for (int i = 0; i < 4; i++)
            {
                (int of, int kind) = (basket / 7 % series.Length, (basket + (i * i)) % 6);
                lines.Append($"o{basket},p{of}-{kind},{series[of]} {kinds[kind]},{1 + kind + (0.1 * of):0.00},1\n");
            }
        }

        return folder.Write("orders.csv", lines.ToString());
    }
}
