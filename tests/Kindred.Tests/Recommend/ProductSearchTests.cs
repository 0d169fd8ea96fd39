using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Numerics;
using Kindred.Recommend;
using Kindred.Text;

namespace Kindred.Tests.Recommend;

public class ProductSearchTests
{
    private static readonly string[] Titles = ["red running shoe", "blue running shoe", "red hat", "wool sock", "garden hose"];

    [Fact]
    public void Keyword_search_answers_as_its_index_does_and_scores_what_it_finds()
    {
        var index = Bm25Index.Build(Titles);
        using var search = new KeywordSearch(index, 2);
        IReadOnlyList<ScoredList> answers = search.Search(["red shoes", "nothing here"], 3, TestContext.Current.CancellationToken);
        Assert.Equal(index.Search("red shoes", 3).Rows.ToArray(), answers[0].Rows.ToArray());
        Assert.Equal(0, answers[1].Count);
        float[] scores = search.Score(["red shoes"], [[4, answers[0].Rows[0]]], TestContext.Current.CancellationToken)[0];
        Assert.Equal([0, answers[0].Scores[0]], scores);
    }

    [Fact]
    public void Vector_search_ranks_by_cosine_and_a_query_without_a_vector_finds_nothing()
    {
        using VectorSearch search = Vectors();
        IReadOnlyList<ScoredList> answers = search.Search(["b", "unknown"], 2, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], answers[0].Rows.ToArray());
        Assert.Equal(Math.Sqrt(0.5), answers[0].Scores[1], 1e-5);
        Assert.Equal(0, answers[1].Count);
        float[] scores = search.Score(["b"], [[2, 0]], TestContext.Current.CancellationToken)[0];
        Assert.Equal(Math.Sqrt(0.5), scores[0], 1e-5);
        Assert.Equal(0, scores[1], 1e-6);
    }

    [Fact]
    public void Ranks_are_fused_by_the_formula()
    {
        // First answers 0, 1, 2; second answers 2, 1: with constant 1 and weights 1 and 2.
        using var search = new HybridSearch([(new Fixed([0, 1, 2]), 1), (new Fixed([2, 1]), 2)], new HybridOptions { RankConstant = 1 });
        ScoredList answer = search.Search(["q"], 3, TestContext.Current.CancellationToken)[0];
        Assert.Equal([2, 1, 0], answer.Rows.ToArray());
        Assert.Equal((1.0 / 4) + (2.0 / 2), answer.Scores[0], 1e-6);
        Assert.Equal((1.0 / 3) + (2.0 / 3), answer.Scores[1], 1e-6);
        Assert.Equal(1.0 / 2, answer.Scores[2], 1e-6);
    }

    [Fact]
    public void Fused_scores_of_candidates_come_from_their_ranks_among_themselves()
    {
        using var search = new HybridSearch([(new KeywordSearch(Bm25Index.Build(Titles)), 1)], new HybridOptions { RankConstant = 1 });
        float[] scores = search.Score(["red shoe"], [[4, 2, 0]], TestContext.Current.CancellationToken)[0];
        Assert.Equal([0, 1f / 3, 1f / 2], scores);
    }

    [Fact]
    public void A_pair_scorer_reorders_the_head_and_leaves_the_tail_behind_it()
    {
        using var search = new RerankedSearch(new Fixed([3, 1, 0, 2]), new ByLength(), Titles, depth: 2);
        ScoredList answer = search.Search(["q"], 4, TestContext.Current.CancellationToken)[0];
        Assert.Equal([1, 3, 0, 2], answer.Rows.ToArray());
        Assert.Equal(answer.Scores.ToArray().OrderDescending(), answer.Scores.ToArray());
        Assert.Equal([17, 9], search.Score(["q"], [[1, 3]], TestContext.Current.CancellationToken)[0]);
    }

    [Fact]
    public void A_hybrid_of_nothing_or_of_weight_zero_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new HybridSearch([]));
        Assert.Throws<ArgumentException>(() => new HybridSearch([(new Fixed([]), 0)]));
        Assert.Throws<KindredDataException>(() => new HybridSearch([(new Fixed([]), 1)], new HybridOptions { Depth = 0 }));
    }

    // Products a, b and "a b" in the plane.
    private static VectorSearch Vectors()
    {
        var tokens = new TokenVectors(new TermTable(["a", "b"]), new FactorMatrix(2, [1, 0, 0, 1]));
        return VectorSearch.Build(new StaticEncoder(tokens, new FactorMatrix(2, [])), ["a", "b", "a b"]);
    }

    private sealed class Fixed(int[] rows) : IProductSearch
    {
        public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default) =>
            [.. queries.Select(_ => new ScoredList([.. rows.Take(k)], [.. rows.Take(k).Select((_, i) => (float)-i)]))];

        public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default) =>
            [.. candidates.Select(c => c.Select(row => (float)-Array.IndexOf(rows, row)).ToArray())];

        public void Dispose()
        {
        }
    }

    private sealed class ByLength : IPairScorer
    {
        public float[] Score(IReadOnlyList<string> left, IReadOnlyList<string> right, CancellationToken cancellation = default) => [.. right.Select(r => (float)r.Length)];

        public void Dispose()
        {
        }
    }
}
