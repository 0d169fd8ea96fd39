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
        using var search = new RankFusionSearch([(new Fixed([0, 1, 2]), 1), (new Fixed([2, 1]), 2)], new RankFusionOptions { RankConstant = 1 });
        ScoredList answer = search.Search(["q"], 3, TestContext.Current.CancellationToken)[0];
        Assert.Equal([2, 1, 0], answer.Rows.ToArray());
        Assert.Equal((1.0 / 4) + (2.0 / 2), answer.Scores[0], 1e-6);
        Assert.Equal((1.0 / 3) + (2.0 / 3), answer.Scores[1], 1e-6);
        Assert.Equal(1.0 / 2, answer.Scores[2], 1e-6);
    }

    [Fact]
    public void Fused_scores_of_candidates_come_from_their_ranks_among_themselves()
    {
        using var search = new RankFusionSearch([(new KeywordSearch(Bm25Index.Build(Titles)), 1)], new RankFusionOptions { RankConstant = 1 });
        float[] scores = search.Score(["red shoe"], [[4, 2, 0]], TestContext.Current.CancellationToken)[0];
        Assert.Equal([0, 1f / 3, 1f / 2], scores);
    }

    [Fact]
    public void Words_score_as_BM25_by_what_the_title_is_and_by_neighbours()
    {
        // Head of the first two: mower and bag. "mower" ends the first phrase in 1 of the 2 titles that have it, "bag" in 1 of 2, "leaf" in none.
        string[] titles = ["gas mower with bag", "mower leaf bag (gas mower)", "garden hose"];
        var index = Bm25Index.Build(titles);
        using var search = new WordSearch(index, titles, null, new WordSearchOptions { Head = 0.4, Pairs = 0.2 });
        float[] plain = index.Score("gas mower", [0, 1, 2]);
        double highest = index.HighestScore("gas mower");
        float[] expected = [(float)(plain[0] / highest * (1 + (0.4 * 0.5) + 0.2)), (float)(plain[1] / highest * (1 + 0.2)), 0];
        float[] scores = search.Score(["gas mower"], [[0, 1, 2]], TestContext.Current.CancellationToken)[0];
        Assert.All(scores.Zip(expected), s => Assert.Equal(s.Second, s.First, 1e-6));

        ScoredList answer = search.Search(["gas mower"], 3, TestContext.Current.CancellationToken)[0];
        Assert.Equal([.. new[] { 0, 1 }.OrderByDescending(r => scores[r])], answer.Rows.ToArray());
        Assert.Equal(scores[answer.Rows[0]], answer.Scores[0]);
        Assert.Equal(answer.Rows.ToArray(), search.Ask(["gas mower"], TestContext.Current.CancellationToken)[0].Best(3));
        Assert.Equal(0, search.Search(["unknown", ""], 3, TestContext.Current.CancellationToken).Sum(a => a.Count));
        Assert.Throws<KindredDataException>(() => new WordSearch(index, titles, null, new WordSearchOptions { Head = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordSearch(index, ["one title"]));
    }

    [Fact]
    public void Words_find_what_a_misspelt_query_means()
    {
        string[] titles = ["red shovel", "wool sock", "blue shovel"];
        var index = Bm25Index.Build(titles);
        using var search = new WordSearch(index, titles, SpellingCorrector.Build(index, titles));
        using var plain = new WordSearch(index, titles);
        Assert.Equal([2, 0], search.Search(["bleu shovle"], 5, TestContext.Current.CancellationToken)[0].Rows.ToArray());
        Assert.Equal(0, plain.Search(["bleu shovle"], 5, TestContext.Current.CancellationToken)[0].Count);
        Assert.Equal("blue shovel", search.Read("bleu shovle").Text);
        Assert.Equal("bleu shovle", plain.Read("bleu shovle").Text);
    }

    [Fact]
    public void A_hybrid_is_the_weighted_mean_of_shares_and_standard_deviations()
    {
        // BM25 as a share of the score no product reaches; cosines in eighths of their standard deviations above their mean: both from the plain definitions.
        string[] texts = ["a", "b", "a b"];
        const string Query = "a zebra";
        var index = Bm25Index.Build(texts);
        using var hybrid = new HybridSearch(new KeywordSearch(index), Vectors(), new HybridOptions { Meaning = 0.25 });
        double[] cosines = [1, 0, Math.Sqrt(0.5)];
        double deviation = Math.Sqrt(cosines.Average(c => c * c) - Math.Pow(cosines.Average(), 2));
        var words = new float[3];
        index.ScoreAll(Query, words);
        double highest = 1.9 * (Math.Log(1 + (1.5 / 2.5)) + Math.Log(1 + (3.5 / 0.5)));
        float[] expected = [.. words.Zip(cosines, (w, c) => (float)((0.75 * w / highest) + (0.25 * (c - cosines.Average()) / deviation / 8)))];

        ScoredList answer = hybrid.Search([Query], 3, TestContext.Current.CancellationToken)[0];
        Assert.Equal([0, 2, 1], answer.Rows.ToArray());
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected[answer.Rows[i]], answer.Scores[i], 1e-5));
        Assert.Equal([answer.Scores[2], answer.Scores[0]], hybrid.Score([Query], [[1, 0]], TestContext.Current.CancellationToken)[0]);
    }

    [Fact]
    public void A_hybrid_finds_what_only_one_side_knows()
    {
        using var hybrid = new HybridSearch(new KeywordSearch(Bm25Index.Build(["a", "b", "zebra"])), Vectors());
        IReadOnlyList<ScoredList> answers = hybrid.Search(["zebra", "b", "nothing"], 1, TestContext.Current.CancellationToken);
        Assert.Equal([2], answers[0].Rows.ToArray());
        Assert.Equal([1], answers[1].Rows.ToArray());
        Assert.Equal(0, answers[2].Count);
    }

    [Fact]
    public void A_pair_scorer_reorders_the_head_and_leaves_the_tail_behind_it()
    {
        using var search = new RerankedSearch(new Fixed([3, 1, 0, 2]), new ByLength(), Titles, new RerankOptions { First = 0, Depth = 2 });
        ScoredList answer = search.Search(["q"], 4, TestContext.Current.CancellationToken)[0];
        Assert.Equal([1, 3, 0, 2], answer.Rows.ToArray());
        Assert.Equal(answer.Scores.ToArray().OrderDescending(), answer.Scores.ToArray());
        Assert.Equal([Probability(17), Probability(9)], search.Score(["q"], [[1, 3]], TestContext.Current.CancellationToken)[0]);
    }

    // The first search scores 0, -1, -2, -3 by place; titles 3 and 1 have 9 and 17 characters.
    [Theory]
    [InlineData(0.4, new[] { 3, 1 })]
    [InlineData(0.0, new[] { 1, 3 })]
    public void What_proposed_a_product_has_its_weight_beside_the_probability(double weight, int[] expected)
    {
        using var search = new RerankedSearch(new Fixed([3, 1, 0, 2]), new ByLength(), Titles, new RerankOptions { First = weight, Depth = 2 });
        ScoredList answer = search.Search(["q"], 2, TestContext.Current.CancellationToken)[0];
        Assert.Equal(expected, answer.Rows.ToArray());
        Assert.Equal((float)((1 - weight) * Probability(9)), answer.Scores[Array.IndexOf(expected, 3)], 1e-6f);
        Assert.Equal((float)(((1 - weight) * Probability(17)) - weight), answer.Scores[Array.IndexOf(expected, 1)], 1e-6f);
        Assert.Equal([answer.Scores[Array.IndexOf(expected, 1)]], search.Score(["q"], [[1]], TestContext.Current.CancellationToken)[0]);
    }

    private static float Probability(double logit) => (float)(1 / (1 + Math.Exp(-logit)));

    [Fact]
    public void A_hybrid_of_nothing_or_of_weight_zero_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new RankFusionSearch([]));
        Assert.Throws<ArgumentException>(() => new RankFusionSearch([(new Fixed([]), 0)]));
        Assert.Throws<KindredDataException>(() => new RankFusionSearch([(new Fixed([]), 1)], new RankFusionOptions { Depth = 0 }));
        Assert.Throws<KindredDataException>(() => new RerankedSearch(new Fixed([]), new ByLength(), Titles, new RerankOptions { First = 2 }));
        Assert.Throws<KindredDataException>(() => new HybridSearch(Vectors(), Vectors(), new HybridOptions { Meaning = 1.5 }));
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
