using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class TransitionConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => TransitionModel.Definition;

    protected override string[][] Variants => [[], ["window=3", "recent=4", "shrink=1"]];
}

public class TransitionModelTests
{
    [Fact]
    public void Shares_of_what_follows_are_worked_by_hand()
    {
        // After 0: 1, 1, 2; so 2/3 and 1/3. A product after itself is not counted.
        InteractionData data = Data([[0, 1, 0, 1], [0, 0, 2]]);
        Assert.Equal([0, 2f / 3, 1f / 3], Scores(data, new TransitionOptions(), RecommendationQuery.ForHistory(new[] { 2, 0 })));
        Assert.Equal([0, 2f / 4, 1f / 4], Scores(data, new TransitionOptions { Shrink = 1 }, RecommendationQuery.ForHistory(new[] { 2, 0 })));
    }

    [Fact]
    public void A_wider_window_counts_by_distance()
    {
        // 0 1 2: 0→1 once, 0→2 at distance 2, so 1 and 1/2 of 3/2.
        Assert.Equal([0, 2f / 3, 1f / 3], Scores(Data([[0, 1, 2]]), new TransitionOptions { Window = 2 }, RecommendationQuery.ForHistory(new[] { 0 })));
    }

    [Fact]
    public void Every_product_of_a_basket_is_the_latest() =>
        Assert.Equal([0, 1, 1, 0], Scores(Data([[0, 1], [3, 2]]), new TransitionOptions(), RecommendationQuery.ForBasket(new[] { 0, 3 })));

    [Fact]
    public void Data_without_order_is_refused_with_the_way_out()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(2));
        builder.Add(0, 1);
        var fault = Assert.Throws<KindredDataException>(() => TransitionModel.Train(builder.Build(), new TransitionOptions(), new TrainingOptions()));
        Assert.Contains("sequence file", fault.Message, StringComparison.Ordinal);
    }

    private static InteractionData Data(int[][] sequences)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(sequences.Max(s => s.Max()) + 1));
        for (int user = 0; user < sequences.Length; user++)
        {
            foreach (int item in sequences[user])
            {
                builder.Add(user, item);
            }
        }

        return builder.Build(ordered: true);
    }

    private static float[] Scores(InteractionData data, TransitionOptions options, RecommendationQuery query)
    {
        var scores = new float[data.ItemCount];
        TransitionModel.Train(data, options, new TrainingOptions()).ScoreAll(query, scores);
        return scores;
    }
}
