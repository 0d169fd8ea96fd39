using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class PopularityConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => PopularityModel.Definition;

    protected override string[][] Variants => [[], ["half-life-days=10"]];

    protected override bool IsPersonal => false;
}

public class PopularityModelTests
{
    private const long Day = 86_400;

    [Fact]
    public void Weights_are_counted()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(3));
        builder.Add(0, 1);
        builder.Add(0, 1, 2);
        builder.Add(1, 2);
        Assert.Equal([0, 3, 1], Scores(builder.Build(), new PopularityOptions(), RecommendationQuery.Empty));
    }

    [Fact]
    public void Each_half_life_halves()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(3));
        builder.Add(0, 0, unixSeconds: 100 * Day);
        builder.Add(0, 1, unixSeconds: 90 * Day);
        builder.Add(1, 1, unixSeconds: 80 * Day);
        Assert.Equal([1, 0.75f, 0], Scores(builder.Build(), new PopularityOptions { HalfLifeDays = 10 }, RecommendationQuery.Empty));
    }

    [Fact]
    public void A_segment_has_its_own_best_sellers_drawn_to_the_whole()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(2));
        builder.Add(0, 0);
        builder.Add(1, 0);
        builder.Add(2, 0);
        builder.Add(3, 1);
        InteractionData data = builder.Build(segments: new[] { 0, 0, 0, 1 });
        var options = new PopularityOptions { PerSegment = true, Shrink = 2 };

        // Shares of all four purchases are 3/4 and 1/4; segment 1 bought product 1 once: 0 + 2·3/4 and 1 + 2·1/4.
        Assert.Equal([1.5f, 1.5f], Scores(data, options, new RecommendationQuery { Segment = 1 }));
        Assert.Equal([3, 1], Scores(data, options, RecommendationQuery.Empty));
    }

    [Fact]
    public void Recent_popularity_of_data_without_times_is_refused()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(1));
        builder.Add(0, 0);
        var fault = Assert.Throws<KindredDataException>(() => PopularityModel.Train(builder.Build(), new PopularityOptions { HalfLifeDays = 1 }, new TrainingOptions()));
        Assert.Contains("half-life-days=0", fault.Message, StringComparison.Ordinal);
    }

    private static float[] Scores(InteractionData data, PopularityOptions options, RecommendationQuery query)
    {
        var scores = new float[data.ItemCount];
        PopularityModel.Train(data, options, new TrainingOptions()).ScoreAll(query, scores);
        return scores;
    }
}
