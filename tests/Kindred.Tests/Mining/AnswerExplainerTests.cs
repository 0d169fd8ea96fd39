using Kindred.Mining;
using Kindred.Mining.Answers;

namespace Kindred.Tests.Mining;

public class AnswerExplainerTests
{
    // P0 in 4 baskets, P1 in 3, both together in 2; P2 alone in 1.
    private static readonly BasketSet Baskets = RandomBaskets.Of([0, 1], [0, 1], [0], [0], [1], [2]);

    [Fact]
    public void A_minimum_above_every_product_names_the_highest_counts_and_the_next_step()
    {
        AnswerExplanation why = Explain(new MiningOptions { MinCount = 5 });
        Assert.Equal((AnswerLimit.MinCountTooHigh, 4, 2, 3L), (why.Limit, why.HighestCount, why.SuggestedMinCount, why.SuggestedItemsets));
        Assert.Equal(
            "The minimum count of 5 is above every product: the most frequent one is in 4 of 6 baskets, the most frequent pair, P0 + P1, in 2."
            + " A minimum count of 2 gives 3 itemsets.",
            why.Text);
    }

    [Fact]
    public void Single_products_without_pairs_are_explained()
    {
        AnswerExplanation why = Explain(new MiningOptions { MinCount = 3 });
        Assert.Equal((AnswerLimit.NoPairs, 2L, 2, 3L), (why.Limit, why.Itemsets, why.SuggestedMinCount, why.SuggestedItemsets));
        Assert.Equal(AnswerLimit.None, Explain(new MiningOptions { MinCount = 3, MaxLength = 1 }).Limit);
        Assert.Equal(AnswerLimit.NoPairs, Explain(new MiningOptions { MinCount = 1 }, RandomBaskets.Of([0], [1])).Limit);
    }

    [Fact]
    public void Required_products_that_are_too_rare_or_never_together_are_explained()
    {
        AnswerExplanation rare = Explain(new MiningOptions { MinCount = 3, MustContain = [0, 1] });
        Assert.Equal((AnswerLimit.MustContain, 2, 2, 1L), (rare.Limit, rare.HighestCount, rare.SuggestedMinCount, rare.SuggestedItemsets));
        AnswerExplanation never = Explain(new MiningOptions { MinCount = 1, MustContain = [0, 2] });
        Assert.Equal((AnswerLimit.MustContain, 0, null), (never.Limit, never.HighestCount, never.SuggestedMinCount));
        AnswerExplanation unsold = Explain(new MiningOptions { MinCount = 1, MustContain = [7] });
        Assert.Equal("P7 is in 0 baskets, so nothing can hold it.", unsold.Text);
    }

    [Fact]
    public void Removed_products_that_were_all_there_was_are_explained()
    {
        AnswerExplanation why = Explain(new MiningOptions { MinCount = 3, MustNotContain = [0, 1] });
        Assert.Equal((AnswerLimit.MustNotContain, 1), (why.Limit, why.HighestCount));
    }

    [Fact]
    public void A_maximum_length_that_leaves_nothing_is_explained()
    {
        BasketSet same = RandomBaskets.Of([1, 2, 3], [1, 2, 3]);
        AnswerExplanation why = Explain(new MiningOptions { MinCount = 2, Kind = ItemsetKind.Closed, MaxLength = 2 }, same);
        Assert.Equal((AnswerLimit.MaxLength, "Every closed itemset is longer than 2 products: allow longer ones."), (why.Limit, why.Text));
    }

    [Fact]
    public void No_data_is_explained()
    {
        Assert.Equal("There are no baskets.", Explain(new MiningOptions { MinCount = 1 }, RandomBaskets.Of()).Text);
        Assert.Equal("All 2 baskets are empty.", Explain(new MiningOptions { MinCount = 1 }, RandomBaskets.Of([], [])).Text);
    }

    /// <summary>On Groceries 10 baskets give 13,492 itemsets (PEERS.md): asked for at most 400, the next step is the smallest minimum with no more.</summary>
    [Fact]
    public void A_huge_answer_names_the_minimum_that_gives_about_what_is_wanted()
    {
        BasketSet baskets = RealBaskets.Load("Groceries");
        var options = new MiningOptions { MinCount = 10 };
        IReadOnlyList<long> counts = ItemsetMining.Mine(baskets, options with { CountOnly = true }).CountByLength;
        AnswerExplanation why = new AnswerExplainer(baskets, options, hugeFrom: 10_000, wanted: 400).Explain(counts);
        Assert.Equal((AnswerLimit.MinCountTooLow, 13_492L), (why.Limit, why.Itemsets));
        Assert.Equal(ItemsetMining.Mine(baskets, new MiningOptions { MinCount = why.SuggestedMinCount }).Total, why.SuggestedItemsets);
        Assert.InRange(why.SuggestedItemsets!.Value, 300, 400);
        Assert.True(ItemsetMining.Mine(baskets, new MiningOptions { MinCount = why.SuggestedMinCount - 1 }).Total > 400);
    }

    private static AnswerExplanation Explain(MiningOptions options, BasketSet? baskets = null) =>
        new AnswerExplainer(baskets ?? Baskets, options).Explain(ItemsetMining.Mine(baskets ?? Baskets, options).CountByLength);
}
