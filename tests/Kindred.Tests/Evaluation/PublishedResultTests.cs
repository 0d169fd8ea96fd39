using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Evaluation;

/// <summary>Figures that others published, or that were computed apart from this code, come out.</summary>
public class PublishedResultTests
{
    [Fact]
    public void Popularity_and_bm25_neighbours_on_movielens()
    {
        // The peers' neighbours count the product itself: their 100 are 99 others.
        string[] paths = [.. new[] { "train", "valid", "test" }.Select(p => SharedData.Require($"cf/ml-1m/{p}.txt.gz"))];
        IReadOnlyList<InteractionData> parts = new SplitReader(SplitFormat.UserItems).Read(paths, cancellation: TestContext.Current.CancellationToken);
        ComparisonTable table = Evaluator.Compare(
            ReadyMadeSplit.Create(parts[0], parts[1], parts[2]), [ModelRequest.Parse("popularity"), ModelRequest.Parse("knn:similarity=bm25;neighbors=99")],
            new EvaluationOptions { Cutoffs = [20], BootstrapSamples = 100 }, TestContext.Current.CancellationToken);
        Assert.Equal(6_038, table.Cases);
        Assert.Equal(0.1232, table.Models[0].Metrics["recall@20"], 5.1e-5);
        Assert.Equal(0.1809, table.Models[0].Metrics["ndcg@20"], 5.1e-5);
        Assert.Equal(0.2324, table.Models[1].Metrics["recall@20"], 5.1e-4);
        Assert.Equal(0.3111, table.Models[1].Metrics["ndcg@20"], 5.1e-4);
    }
}
