using System.Text.Json;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class EvaluatorTests
{
    private static readonly EvaluationOptions Options = new() { Cutoffs = [1, 3], BootstrapSamples = 200 };

    [Fact]
    public void What_is_worked_by_hand_comes_out_for_popularity()
    {
        // Product 0 is taken 3 times, 1 twice, 2 once, 3 never. User 0 has 0, so he is ranked 1 2 3; user 1 has nothing and is ranked 0 1 2 3.
        InteractionData train = Data([[0, 1], [], [0, 1, 2], [0]], 4);
        InteractionData test = Data([[2, 3], [1], [], []], 4);
        EvaluationTask task = ReadyMadeSplit.Create(train, null, test);
        Assert.Equal(2, task.Cases.Count);
        ModelResult result = Evaluator.Compare(task, [ModelRequest.Parse("popularity")], Options, TestContext.Current.CancellationToken).Models[0];
        Assert.Equal(0.25, result.Metrics["recall@1"], 1e-6); // 1 of 2, 0 of 1
        Assert.Equal(1, result.Metrics["recall@3"], 1e-6);
        Assert.Equal((1 + 0.5) / 2, result.Metrics["mrr@3"], 1e-6);
        Assert.Equal((1 + (2.0 / 3)) / 2, result.Metrics["auc"], 1e-6); // user 0 has no other candidates; user 1: one of three before
        Assert.Equal(2.0 / 4, result.Metrics["coverage@1"], 1e-6); // 2 for user 0, 0 for user 1
    }

    [Fact]
    public void A_model_alone_is_not_called_the_best()
    {
        EvaluationTask task = ReadyMadeSplit.Create(Data([[0], [1]], 3), null, Data([[1], [0]], 3));
        ComparisonTable table = Evaluator.Compare(task, [ModelRequest.Parse("popularity")], Options, TestContext.Current.CancellationToken);
        Assert.False(table.Best["ndcg@3"].IsSignificant);
        Assert.DoesNotContain("* 1.0", ComparisonText.Render(table, ["ndcg@3"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_better_model_is_marked_when_it_is_surely_better()
    {
        ComparisonTable table = Camps();
        Assert.Equal("knn", table.Best["ndcg@3"].Model);
        Assert.True(table.Best["ndcg@3"].IsSignificant);
        string text = ComparisonText.Render(table, ["ndcg@3", "no-such-metric"]);
        Assert.Contains("** ", text, StringComparison.Ordinal);
        Assert.Contains("recall@k = hits / relevant products", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_not_told_apart_from_itself()
    {
        EvaluationTask task = CampTask();
        ComparisonTable table = Evaluator.Compare(task, [ModelRequest.Parse("knn"), ModelRequest.Parse("knn:k1=2")], Options, TestContext.Current.CancellationToken);
        Assert.False(table.Best["ndcg@3"].IsSignificant);
        Assert.All(table.Models, m => Assert.True(table.Best["ndcg@3"].Includes(m.Name)));
    }

    [Fact]
    public void The_json_has_the_stated_form()
    {
        using var stream = new MemoryStream();
        ComparisonJson.Write(Camps(), stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement model = json.RootElement.GetProperty("models")[1];
        Assert.Equal("knn", model.GetProperty("name").GetString());
        Assert.Equal(200, model.GetProperty("parameters").GetProperty("neighbors").GetInt32());
        Assert.Equal("auto", model.GetProperty("parameters").GetProperty("similarity").GetString());
        Assert.Equal("confidence", model.GetProperty("settled").GetProperty("similarity").GetString());
        Assert.Equal(10, model.GetProperty("settled").GetProperty("shrink").GetInt32());
        Assert.False(model.GetProperty("settled").TryGetProperty("neighbors", out _));
        double recall = model.GetProperty("metrics").GetProperty("recall@3").GetDouble();
        JsonElement interval = model.GetProperty("intervals").GetProperty("recall@3");
        Assert.InRange(recall, interval[0].GetDouble(), interval[1].GetDouble());
        Assert.True(model.GetProperty("seconds").GetProperty("train").GetDouble() > 0);
        Assert.True(model.GetProperty("seconds").GetProperty("score").GetDouble() > 0);
        Assert.True(model.GetProperty("peak_memory_mb").GetDouble() > 1);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        EvaluationTask task = CampTask();
        ModelRequest[] models = [ModelRequest.Parse("knn")];
        ModelResult one = Evaluator.Compare(task, models, Options with { Threads = 1 }, TestContext.Current.CancellationToken).Models[0];
        ModelResult three = Evaluator.Compare(task, models, Options with { Threads = 3 }, TestContext.Current.CancellationToken).Models[0];
        Assert.Equal(one.Metrics, three.Metrics);
        Assert.Equal(one.Intervals, three.Intervals);
    }

    [Fact]
    public void Segments_count_only_their_own_products()
    {
        // 20 sales of product 0, 10 of 1, 6 of 2: thirds end at 12 and 24, so 0 is head, 1 torso, 2 tail; product 3 with 2 is cold.
        int[][] users = [.. Enumerable.Range(0, 38).Select(u => new[] { u < 20 ? 0 : u < 30 ? 1 : u < 36 ? 2 : 3 })];
        InteractionData train = Data(users, 4);
        Assert.Equal(["head", "torso", "tail", "cold"], ProductSegments.Of(train));
        int[][] asked = [.. Enumerable.Repeat(Array.Empty<int>(), 30), [0, 3], .. Enumerable.Repeat(Array.Empty<int>(), 7)];
        EvaluationTask task = ReadyMadeSplit.Create(train, null, Data(asked, 4)) with { Categories = ["food", "food", null, "toys"] };
        IReadOnlyDictionary<string, SegmentResult> segments =
            Evaluator.Compare(task, [ModelRequest.Parse("popularity")], Options, TestContext.Current.CancellationToken).Models[0].Segments;
        Assert.Equal(["category:food", "category:toys", "customer:new", "product:cold", "product:head"], segments.Keys);
        Assert.Equal(1, segments["product:head"].Metrics["recall@1"]);
        Assert.Equal(0, segments["category:toys"].Metrics["recall@1"]);
        Assert.Equal(0.5, segments["customer:new"].Metrics["recall@1"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_score_that_is_not_a_number_is_refused_and_not_ranked_first(int threads)
    {
        EvaluationTask task = CampTask();
        var broken = new BrokenModel(task.Train.Items);
        var fault = Assert.Throws<KindredDataException>(
            () => Evaluator.Judge(task, broken, Options with { Threads = threads }, TestContext.Current.CancellationToken));
        Assert.Contains($"The model broken gives the product {task.Train.Items[1]} a score that is not a number", fault.Message, StringComparison.Ordinal);
        Assert.Throws<KindredDataException>(() => Evaluator.Measure(broken, task.Cases, "ndcg@20", threads, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Wrong_options_are_refused_together()
    {
        var fault = Assert.Throws<KindredDataException>(() => new EvaluationOptions { Cutoffs = [0], BootstrapSamples = 1, Confidence = 1 }.Validate());
        Assert.Equal(3, fault.Message.Split(Environment.NewLine).Length);
        Assert.Throws<KindredDataException>(() => MetricName.CutoffOf("recall@x"));
        Assert.Equal(7, MetricName.CutoffOf("ndcg@7"));
    }

    internal static InteractionData Data(int[][] users, int items)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(items));
        for (int user = 0; user < users.Length; user++)
        {
            foreach (int item in users[user])
            {
                builder.Add(user, item);
            }
        }

        return builder.Build(users.Length, ordered: true);
    }

    private static ComparisonTable Camps() =>
        Evaluator.Compare(CampTask(), [ModelRequest.Parse("popularity"), ModelRequest.Parse("knn")], Options, TestContext.Current.CancellationToken);

    // The last product of each user of the planted camps is asked for.
    private static EvaluationTask CampTask()
    {
        InteractionData all = ConformanceData.Build();
        int[][] train = [.. Enumerable.Range(0, all.UserCount).Select(u => all.Sequence(u)[..6].ToArray())];
        int[][] test = [.. Enumerable.Range(0, all.UserCount).Select(u => all.Sequence(u)[6..7].ToArray())];
        return ReadyMadeSplit.Create(Data(train, ConformanceData.Items), null, Data(test, ConformanceData.Items));
    }
}
