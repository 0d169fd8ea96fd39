using CsCheck;
using Kindred.Domain;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class Bm25IndexTests
{
    private static readonly TextAnalyzer Plain = new(new TextAnalyzerOptions { Stem = false, RemoveStopWords = false });

    [Fact]
    public void Chosen_documents_score_as_in_the_scores_of_all_and_below_the_highest()
    {
        string[] documents = [.. Enumerable.Range(0, 500).Select(i => $"w{i % 7} w{i % 11} w{i % 11} w{i % 13}")];
        var index = Bm25Index.Build(documents, Plain);
        var all = new float[documents.Length];
        index.ScoreAll("w1 w5 w5 none", all);
        int[] rows = [499, 0, 257, 5, 5, 16];
        Assert.Equal(rows.Select(r => all[r]), index.Score("w1 w5 w5 none", rows));
        Assert.InRange(index.HighestScore("w1 w5 w5"), all.Max(), index.HighestScore("w1 w5 w5 none") - 1);
    }

    [Fact]
    public void Scores_are_those_of_the_formula()
    {
        // Lengths 3, 2, 1; mean 2. Query "red shoe": n(red) = 2, n(shoe) = 1, N = 3.
        var index = Bm25Index.Build(["red red shoe", "red hat", "sock"], Plain, new Bm25Options { K1 = 1.2, B = 0.75 });
        double red = Math.Log(1 + (1.5 / 2.5));
        double shoe = Math.Log(1 + (2.5 / 1.5));
        double longer = 1.2 * (0.25 + (0.75 * 3 / 2));
        double mean = 1.2;
        var scores = new float[3];
        index.ScoreAll("red shoe", scores);
        Assert.Equal((red * 2 * 2.2 / (2 + longer)) + (shoe * 2.2 / (1 + longer)), scores[0], 1e-6);
        Assert.Equal(red * 2.2 / (1 + mean), scores[1], 1e-6);
        Assert.Equal(0, scores[2]);
    }

    [Fact]
    public void Pruned_search_gives_bit_for_bit_what_scoring_everything_gives() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 600], Gen.Int[1, 20], Gen.Int[1, 6]).Sample(
            (seed, documents, k, words) =>
            {
                var random = new RandomStream(seed);
                // Squared uniform numbers make some words common and most rare, and short texts make many scores equal.
                string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => $"w{(int)(60 * Math.Pow(random.NextDouble(), 2))}"));
                var index = Bm25Index.Build([.. Enumerable.Range(0, documents).Select(_ => Words(random.NextInt(8)))], Plain);
                AssertSame(index, Words(words), k);
            },
            iter: 300);

    [Fact]
    public void Pruned_search_skips_through_long_lists_rightly()
    {
        var random = new RandomStream(5);
        string[] documents = [.. Enumerable.Range(0, 20_000).Select(d => string.Join(' ', Enumerable.Range(0, 6).Select(_ => $"w{(int)(500 * Math.Pow(random.NextDouble(), 3))}")))];
        var index = Bm25Index.Build(documents, Plain);
        for (int q = 0; q < 50; q++)
        {
            AssertSame(index, string.Join(' ', Enumerable.Range(0, 4).Select(_ => $"w{(int)(500 * Math.Pow(random.NextDouble(), 2))}")), 10);
        }
    }

    [Fact]
    public void A_repeated_word_counts_twice()
    {
        var index = Bm25Index.Build(["red shoe", "red hat"], Plain);
        var once = new float[2];
        var twice = new float[2];
        index.ScoreAll("red", once);
        index.ScoreAll("red red", twice);
        Assert.Equal(2 * once[0], twice[0], 1e-6);
    }

    [Fact]
    public void Questions_without_an_answer_are_legal()
    {
        var index = Bm25Index.Build(["red shoe", string.Empty], Plain);
        Assert.Equal(0, index.Search("green", 5).Count);
        Assert.Equal(0, index.Search(string.Empty, 5).Count);
        Assert.Equal(0, index.Search("red", 0).Count);
        Assert.Equal(1, index.Search("red", 5).Count);
        Assert.Equal(0, Bm25Index.Build([], Plain).Search("red", 5).Count);
    }

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        string message = Assert.Throws<ArgumentException>(() => Bm25Index.Build([], Plain, new Bm25Options { K1 = -1, B = 2 })).Message;
        Assert.Contains("K1 -1", message);
        Assert.Contains("B 2", message);
        Assert.Equal(new Bm25Options { K1 = 0.9, B = 0.4 }, new Bm25Options());
    }

    private static void AssertSame(Bm25Index index, string query, int k)
    {
        var scores = new float[index.DocumentCount];
        index.ScoreAll(query, scores);
        ScoredList found = index.Search(query, k);
        (int Row, float Score)[] expected =
            [.. scores.Select((s, row) => (Row: row, Score: s)).Where(p => p.Score > 0).OrderByDescending(p => p.Score).ThenBy(p => p.Row).Take(k)];
        Assert.Equal(expected, Enumerable.Range(0, found.Count).Select(i => found[i]));
    }
}
