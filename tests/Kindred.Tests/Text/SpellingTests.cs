using CsCheck;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class SpellingTests
{
    private static readonly string[] Titles =
    [
        "glacier bay round toilet", "glacier bay elongated toilet", "bronze bath faucet", "deck paint gray", "deck paint brown", "electric fireplace", "lawn mower gas",
        "lawn mower electric", "lawn mower cover", "lawnmower blade", "drill dx100", "milwaukee impact driver", "洗发水 500ml",
    ];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("toilet", "toilet", 0)]
    [InlineData("toiled", "toilet", 1)]
    [InlineData("tolet", "toilet", 1)]
    [InlineData("toillet", "toilet", 1)]
    [InlineData("otilet", "toilet", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("milwalky", "milwaukee", 3)]
    [InlineData("milwaukie", "milwaukee", 1)]
    public void Distances_count_letters_left_out_added_changed_and_swapped(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Bounded(left, right, 3));
        Assert.Equal(distance, EditDistance.Bounded(right, left, 3));
        Assert.Equal(Math.Min(distance, 2), EditDistance.Bounded(left, right, 1));
    }

    [Fact]
    public void Long_words_are_compared_where_they_differ()
    {
        string prefix = new('x', 200);
        Assert.Equal(1, EditDistance.Bounded(prefix + "ab", prefix + "ba", 2));
        Assert.Equal(3, EditDistance.Bounded(new string('a', 100), new string('b', 100), 2));
    }

    [Fact]
    public void Near_words_are_those_of_the_textbook_recursion() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 30], Gen.Int[0, 2]).Sample(
            (seed, count, limit) =>
            {
                var random = new RandomStream(seed);
                // Few letters and short words make near ones likely; the last letter shares a place of the letter set with the first.
                string Word() => string.Concat(Enumerable.Range(0, 1 + random.NextInt(5)).Select(_ => "abcdeŁ"[random.NextInt(6)]));
                string[] words = [.. Enumerable.Range(0, count).Select(_ => Word()).Distinct()];
                string asked = Word();
                var expected = words.Index().Select(w => (w.Index, Distance: Recursive(asked, w.Item))).Where(w => w.Distance <= limit);
                Assert.Equal(expected.OrderBy(w => w.Index), new NearWords(words).Find(asked, limit).OrderBy(w => w.Word));
            },
            iter: 500);

    [Fact]
    public void Unknown_words_are_read_as_near_ones_the_more_common_first()
    {
        SpelledQuery read = Corrector().Read("Glaciar bay TOILED");
        Assert.Equal("glacier bay toilet", read.Text);
        Assert.Equal([new SpellingChange("glaciar", "glacier"), new SpellingChange("toiled", "toilet")], read.Changes);
        Assert.Equal(["glacier", "bay", "toilet"], read.Matched(0));
        Assert.Equal(["driver"], Corrector().Read("drivr milwauke drill").Matched(11).Except(["milwaukee"]));
    }

    [Fact]
    public void Words_run_together_are_taken_apart_and_words_torn_apart_are_joined()
    {
        SpelledQuery read = Corrector().Read("deckpaint");
        Assert.Equal("deck paint", read.Text);
        Assert.Equal(["deck", "paint"], read.Matched(3));
        read = Corrector().Read("fire place");
        Assert.Equal("fire place", read.Text);
        Assert.Empty(read.Changes);
        Assert.Equal(["fireplace"], read.Also);
        Assert.Equal(["fireplace"], read.Matched(5));

        // A known word keeps its weight; its parts, in three times as many titles, are looked for as well.
        read = Corrector().Read("lawnmower");
        Assert.Equal(["lawn mower"], read.Also);
        Assert.Empty(read.Changes);
    }

    [Theory]
    [InlineData("drill dx10")]
    [InlineData("dx1000")]
    [InlineData("500m")]
    [InlineData("洗头水")]
    [InlineData("tol")]
    [InlineData("toilet bay")]
    [InlineData("zzzzzzzz")]
    [InlineData("")]
    [InlineData("the of and")]
    public void Codes_numbers_Chinese_short_and_known_words_stay_as_they_are(string query)
    {
        SpelledQuery read = Corrector().Read(query);
        Assert.Equal(query, read.Text);
        Assert.Empty(read.Changes);
        Assert.Empty(read.Also);
        Assert.Equal(Index().Read(query).Terms, read.Query.Terms);
        Assert.Equal(Index().Read(query).Highest, read.Query.Highest);
    }

    [Fact]
    public void A_near_word_counts_its_share_and_the_highest_score_stays_that_of_the_query_as_written()
    {
        Bm25Index index = Index();
        var corrector = SpellingCorrector.Build(index, Titles, new SpellingOptions { OneError = 0.25, Readings = 1 });
        Bm25Query read = corrector.Read("toiled").Query;
        (int Term, float Weight) exact = Assert.Single(index.Read("toilet").Terms);
        Assert.Equal((exact.Term, exact.Weight / 4), Assert.Single(read.Terms));
        Assert.Equal(index.Read("toiled").Highest, read.Highest);
    }

    [Fact]
    public void A_word_of_one_document_is_also_read_as_a_common_near_one()
    {
        string[] titles = [.. Enumerable.Range(0, 12).Select(i => $"vacuum {i}"), "vaccum bag", "coat rack"];
        SpelledQuery read = SpellingCorrector.Build(Bm25Index.Build(titles), titles).Read("vaccum rack");
        Assert.Equal(["vacuum"], read.Also);
        Assert.Empty(read.Changes);
        Assert.Equal(["vaccum"], read.Matched(12));
    }

    [Fact]
    public void Planted_mistakes_find_the_word_they_were_made_of()
    {
        // Words that are far from each other, each misspelt in every way one mistake can be made.
        string[] words = ["faucet", "hammer", "mattress", "curtain", "shampoo", "notebook", "lantern", "umbrella"];
        var corrector = SpellingCorrector.Build(Bm25Index.Build(words), words);
        foreach (string word in words)
        {
            IEnumerable<string> mistakes = Enumerable.Range(0, word.Length).SelectMany(i => new[]
            {
                word.Remove(i, 1), word.Insert(i, "q"), word[..i] + "q" + word[(i + 1)..], i + 1 < word.Length ? word[..i] + word[i + 1] + word[i] + word[(i + 2)..] : word + "q",
            });
            Assert.All(mistakes.Where(m => m != word), m => Assert.Equal(word, corrector.Read(m).Text));
        }
    }

    [Fact]
    public void Whole_words_are_rewritten_each_noted_once()
    {
        string[] titles = ["mattress", "mattress cover"];
        SpelledQuery read = SpellingCorrector.Build(Bm25Index.Build(titles), titles).Read("Mattresses: mattres, mattres");
        Assert.Equal("mattresses: mattress, mattress", read.Text);
        Assert.Equal([new SpellingChange("mattres", "mattress")], read.Changes);
    }

    [Fact]
    public void Words_that_nobody_writes_are_not_cut_apart()
    {
        string[] titles = [$"{new string('x', 60)} deck {new string('y', 60)}"];
        Assert.Empty(SpellingCorrector.Build(Bm25Index.Build(titles), titles).Read(new string('x', 60) + new string('y', 60)).Changes);
        Assert.Single(SpellingCorrector.Build(Bm25Index.Build(titles), titles).Read(new string('x', 60) + "deck").Changes);
    }

    [Fact]
    public void Chinese_characters_that_match_are_shown_in_one_piece() =>
        Assert.Equal(["洗发水", "500ml"], SpellingCorrector.AsWritten(Index(), "洗发水 ５００ＭＬ toilet").Matched(12));

    [Fact]
    public void Bad_options_are_named_all_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SpellingCorrector.Build(Index(), Titles, new SpellingOptions { OneError = 0, Readings = 0 }));
        Assert.Contains("OneError", error.Message, StringComparison.Ordinal);
        Assert.Contains("Readings", error.Message, StringComparison.Ordinal);
    }

    private static Bm25Index Index() => Bm25Index.Build(Titles);

    private static SpellingCorrector Corrector() => SpellingCorrector.Build(Index(), Titles);

    // The restricted distance by its definition, without a table.
    private static int Recursive(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length + right.Length;
        }

        int least = Math.Min(Recursive(left[1..], right), Recursive(left, right[1..])) + 1;
        least = Math.Min(least, Recursive(left[1..], right[1..]) + (left[0] == right[0] ? 0 : 1));
        bool swapped = left.Length > 1 && right.Length > 1 && left[0] == right[1] && left[1] == right[0];
        return swapped ? Math.Min(least, Recursive(left[2..], right[2..]) + 1) : least;
    }
}
