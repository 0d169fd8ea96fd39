using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Evaluation;

/// <summary>The learned models reach the figures published for them on the data's own splits.</summary>
public class LearnedModelResultTests
{
    [Fact]
    public void Ease_on_movielens() => AssertMovielens("ease:regularization=900", 0.2541, 0.3269, 5.1e-4);

    [Fact]
    public void Alternating_least_squares_on_movielens() => AssertMovielens("als", 0.2577, 0.30, 5.1e-4);

    [Fact]
    public void Graph_filtering_on_movielens() => AssertMovielens("graph-filter", 0.2470, 0.3134, 5.1e-4);

    [Fact]
    public void Ease_completes_baskets_of_online_retail() => AssertRetail("ease:regularization=50", 0.317, 0.193);

    // The figures of item-kNN, which factor models did not reach before counter-examples were chosen well.
    [Theory]
    [InlineData("als")]
    [InlineData("bpr")]
    [InlineData("item2vec")]
    public void Factor_models_complete_baskets_better_than_item_knn(string model)
    {
        ModelResult result = Compare(Retail(), 10, model).Models[0];
        Assert.InRange(result.Metrics["hit@10"], 0.198, 1);
        Assert.InRange(result.Metrics["ndcg@10"], 0.126, 1);
    }

    private static void AssertMovielens(string model, double recall, double gain, double tolerance)
    {
        ModelResult result = Compare(Movielens(), 20, model).Models[0];
        Assert.InRange(result.Metrics["recall@20"], recall - tolerance, 1);
        Assert.InRange(result.Metrics["ndcg@20"], gain - tolerance, 1);
    }

    // The hidden product is drawn by another generator than in the published computation: see PublishedResultTests.
    private static void AssertRetail(string model, double hit, double gain)
    {
        ModelResult result = Compare(Retail(), 10, model).Models[0];
        Assert.InRange(result.Metrics["hit@10"], hit - 0.015, 1);
        Assert.InRange(result.Metrics["ndcg@10"], gain - 0.01, 1);
    }

    // The published figures are of models trained on the training part alone, which rank the validation products too.
    private static EvaluationTask Movielens()
    {
        string[] paths = [.. new[] { "train", "test" }.Select(p => SharedData.Require($"cf/ml-1m/{p}.txt.gz"))];
        IReadOnlyList<InteractionData> parts = new SplitReader(SplitFormat.UserItems).Read(paths, cancellation: TestContext.Current.CancellationToken);
        return ReadyMadeSplit.Create(parts[0], null, parts[1]);
    }

    private static EvaluationTask Retail() => new BasketCompletion().Create(RetailBaskets.OnlineRetail(SharedData.Require("retail/online_retail.csv.gz")));

    private static ComparisonTable Compare(EvaluationTask task, int cutoff, params string[] models) => Evaluator.Compare(
        task, [.. models.Select(ModelRequest.Parse)], new EvaluationOptions { Cutoffs = [cutoff], BootstrapSamples = 100 }, TestContext.Current.CancellationToken);
}
