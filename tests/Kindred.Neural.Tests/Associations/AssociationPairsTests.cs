using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Models;
using Kindred.Neural.Associations;
using Kindred.Neural.Training;

namespace Kindred.Neural.Tests.Associations;

public sealed class AssociationPairsTests : IDisposable
{
    private readonly TinyShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Only_goods_that_go_together_become_pairs()
    {
        AssociationPairs pairs = Mine(new AssociationPairOptions());
        Assert.Equal(4 * 36, pairs.Associated.Count);
        Assert.Equal(14, pairs.HeldOut.Count);
        Assert.Equal(4 * 36, pairs.Train.Count + pairs.HeldOut.Count);
        Assert.All(pairs.Train.Concat(pairs.HeldOut), p => Assert.Equal(TinyShop.GoodOf(p.AnchorKey) / 2, TinyShop.GoodOf(p.PositiveKey) / 2));
        Assert.All(pairs.Train, p => Assert.Equal(_shop.Titles[(int)p.AnchorKey], p.Anchor));
        Assert.Contains(pairs.Train, p => p.AnchorKey < p.PositiveKey);
        Assert.Contains(pairs.Train, p => p.AnchorKey > p.PositiveKey);
    }

    [Fact]
    public void A_hard_negative_is_like_the_companion_and_was_never_bought_with_the_anchor_though_it_could_have_been()
    {
        // Lamp and bulb meet; the two torches sell as well, one of them with the lamp too, and one thing is too rare to tell.
        var products = new Vocabulary(["lamp", "bulb", "torch", "other", "rare"]);
        string[] titles = ["desk lamp", "warm white bulb", "cold white bulb", "dim white bulb", "warm white bulb rare"];
        List<int[]> baskets = [];
        baskets.AddRange(Enumerable.Repeat<int[]>([0, 1], 30));
        baskets.AddRange(Enumerable.Repeat<int[]>([2], 30));
        baskets.AddRange(Enumerable.Repeat<int[]>([0, 3], 1));
        baskets.AddRange(Enumerable.Repeat<int[]>([3], 30));
        baskets.AddRange(Enumerable.Repeat<int[]>([4], 2));
        var negatives = SubstituteNegatives.Create(BasketSet.FromRows(products, baskets), titles, TestContext.Current.CancellationToken);
        Assert.Equal(2, negatives.Find(0, 1)); // the bulb that was bought with the lamp once is none, the rare one proves nothing
        Assert.Null(negatives.Find(1, 0)); // nothing is like the lamp
    }

    [Fact]
    public void Products_of_many_pairs_are_held_back()
    {
        ProductPair Pair(int a, int b) => new(a, b, new ContingencyTable(20, 40, 40, 400), 0, 0);
        ProductPair[] pairs = [Pair(0, 1), Pair(0, 2), Pair(0, 3), Pair(4, 5)];
        double strength = Math.Sqrt(20 * Math.Log(5)); // lift = 20 × 400 / (40 × 40)
        Assert.Equal([strength, strength, strength, strength], AssociationPairs.Weights(pairs, 0));
        double[] discounted = AssociationPairs.Weights(pairs, 0.5);
        Assert.Equal(strength / Math.Pow(3, 0.25), discounted[0], 1e-12);
        Assert.Equal(strength, discounted[3], 1e-12);
    }

    [Fact]
    public void A_pair_stays_when_one_of_the_two_is_a_strongest_partner_of_the_other()
    {
        ProductPair Pair(int a, int b, int both) => new(a, b, new ContingencyTable(both, 40, 40, 400), 0, 0);
        ProductPair[] pairs = [Pair(0, 1, 30), Pair(0, 2, 20), Pair(1, 2, 25), Pair(0, 3, 15), Pair(1, 3, 14)];
        Assert.Equal([pairs[0], pairs[2], pairs[3]], AssociationPairs.Strongest(pairs, 1)); // the best of 0 and 1, of 2, of 3
    }

    [Fact]
    public void Fewer_pairs_are_drawn_when_asked_for_and_the_draw_follows_the_seed()
    {
        var options = new AssociationPairOptions { MostPairs = 40, HeldOutShare = 0 };
        AssociationPairs first = Mine(options);
        Assert.Equal(40, first.Train.Count);
        Assert.Equal(first.Train, Mine(options).Train);
        Assert.NotEqual(first.Train, AssociationPairs.Mine(_shop.Baskets, _shop.Titles, options, new TrainingOptions { Seed = 2 }, TestContext.Current.CancellationToken).Train);
    }

    [Fact]
    public void Without_pairs_there_is_a_clear_error() =>
        Assert.Contains("Bring more orders", Assert.Throws<KindredDataException>(() => Mine(new AssociationPairOptions { MinPairCount = 1_000 })).Message, StringComparison.Ordinal);

    [Fact]
    public void What_belongs_together_is_no_negative()
    {
        TextPair[] batch =
        [
            new("a", "b", 1, 2, "n", 9),
            new("c", "d", 3, 4), // d also belongs to a, by the data
            new("a", "e", 1, 5, "b", 2), // the same anchor; its negative is the first pair's positive
            new("f", "g", 6, 7),
        ];
        TorchSharp.torch.Tensor mask = BiEncoderTraining.FalseNegatives(batch, [(1, 4)]);
        Assert.Equal([4, 6], mask.shape);
        string[] rows = [.. mask.data<bool>().ToArray().Chunk(6).Select(row => string.Concat(row.Select(m => m ? 'x' : '.')))];
        // columns: b d e g | n b
        Assert.Equal([".xx..x", "......", "xx....", "......"], rows);
    }

    private AssociationPairs Mine(AssociationPairOptions options) =>
        AssociationPairs.Mine(_shop.Baskets, _shop.Titles, options, new TrainingOptions(), TestContext.Current.CancellationToken);
}
