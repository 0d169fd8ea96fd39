using Kindred.Domain;
using Kindred.Simulation;

namespace Kindred.Tests.Simulation;

public class FindingsScoreTests
{
    private static readonly Truth Truth = new()
    {
        Seed = 1,
        Orders = 1_000,
        Complements = [Complement("tent", "bag", 50), Complement("tent", "mat", 30), Complement("pot", "tea", 2)],
        Substitutes = [new PlantedSubstitute(new("tent"), new("tent2"), "tent", 4)],
        Coincidences = [new PlantedCoincidence(new("candle"), new("phone"), Confounder.Season, 9, 2.5), new PlantedCoincidence(new("tea"), new("milk"), Confounder.Popularity, 9, 1)],
        Cold = [],
    };

    [Fact]
    public void A_hand_worked_score()
    {
        // Found: one of two detectable complements (turned round and twice), a sibling pair, a substitute, a coincidence, a stranger.
        FindingsScore score = FindingsScore.Of(
            Truth, [Pair("bag", "tent"), Pair("tent", "bag"), Pair("bag", "mat"), Pair("tent2", "tent"), Pair("phone", "candle"), Pair("x", "y")]);
        Assert.Equal((5, 3, 1, 2, 1, 1), (score.Found, score.Complements, score.ComplementsFound, score.Detectable, score.DetectableFound, score.Indirect));
        Assert.Equal((1, 1, 1, 0), (score.SubstitutesCalled, score.Unplanted, score.CoincidencesCalled[Confounder.Season], score.CoincidencesCalled[Confounder.Popularity]));
        Assert.Equal((1 / 3.0, 0.5, 0.4), (score.Recall, score.DetectableRecall, score.Precision));
        Assert.Equal(
            "planted complements found: 1 of 2 that 5 or more baskets can show (50 %); coincidences falsely called: 1 of 2; " +
            "substitutes falsely called: 1 of 1; precision 40 % of 5 pairs", score.ToString());
    }

    [Fact]
    public void Nothing_found_is_a_legal_answer()
    {
        FindingsScore score = FindingsScore.Of(Truth, []);
        Assert.Equal((0, 0.0, 1.0), (score.Found, score.Recall, score.Precision));
    }

    [Fact]
    public void Pairs_above_the_q_value_are_not_counted()
    {
        FoundPair[] found = [new(new("tent"), new("bag"), 0.2), new(new("tent"), new("mat"), 0.01), new(new("pot"), new("tea"))];
        Assert.Equal(2, FindingsScore.Of(Truth, found, maxQValue: 0.05).ComplementsFound);
    }

    private static FoundPair Pair(string a, string b) => new(new(a), new(b));

    private static PlantedComplement Complement(string a, string b, double count) =>
        new(new ProductId(a), new ProductId(b), a, b, "always", 0.2, count, 20, null);
}
