using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Neural.CrossEncoders;
using Kindred.Recommend;

namespace Kindred.Neural.Tests.CrossEncoders;

public class JudgedPairsTests
{
    private static readonly string[] Titles = ["red shoe", "blue shoe", "green shoe", "lamp"];

    [Fact]
    public void Judged_products_have_their_share_of_the_largest_relevance_and_high_ranks_that_nobody_judged_have_none()
    {
        RetrievalQuery[] queries = [.. Enumerable.Range(0, 100).Select(i => new RetrievalQuery($"shoe {i}", [0, 1], [3, 1]))];
        JudgedPairs pairs = Create(queries, negatives: 5);
        Assert.Equal(300, pairs.Train.Count + pairs.Valid.Count);
        Assert.All(pairs.Train.Concat(pairs.Valid), p => Assert.Equal(p.Right switch { "red shoe" => 1, "blue shoe" => 1f / 3, "green shoe" => 0f, _ => -1 }, p.Label));
        Assert.InRange(pairs.Valid.Count, 3 * 3, 3 * 25);
        Assert.Empty(pairs.Train.Select(p => p.Left).Intersect(pairs.Valid.Select(p => p.Left)));
        Assert.All(Create(queries, negatives: 0).Train, p => Assert.NotEqual(0, p.Label));
    }

    [Fact]
    public void Nothing_to_learn_is_an_error()
    {
        Assert.Contains("above 0", Assert.Throws<KindredDataException>(() => Create([new RetrievalQuery("shoe", [0], [0])], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("too few", Assert.Throws<KindredDataException>(() => Create([new RetrievalQuery("shoe", [0], [1])], 1)).Message, StringComparison.Ordinal);
    }

    private static JudgedPairs Create(RetrievalQuery[] queries, int negatives)
    {
        var task = new RetrievalTask(new Vocabulary(["a", "b", "c", "d"]), Titles, Titles, queries);
        using IProductSearch search = RetrievalMethods.Bm25(1).Build(task, null, TestContext.Current.CancellationToken);
        return JudgedPairs.Create(task, search, negatives, 10, 1, cancellation: TestContext.Current.CancellationToken);
    }
}
