using CsCheck;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Tests.Models;

namespace Kindred.Tests.Evaluation;

public class PairPredictionTests
{
    [Fact]
    public void Metrics_worked_by_hand()
    {
        PairMetrics metrics = PairMetrics.Compute([0.9, 0.6, 0.4, 0.2], [true, false, true, false], threshold: 0.5);
        Assert.Equal(0.5, metrics.Accuracy);
        Assert.Equal(0.5, metrics.Precision);
        Assert.Equal(0.5, metrics.Recall);
        Assert.Equal(0.5, metrics.F1);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.4) + Math.Log(0.4) + Math.Log(0.8)) / 4, metrics.LogLoss, 1e-7);
        Assert.Equal((0.1 + 0.6 + 0.6 + 0.2) / 4, metrics.CalibrationError, 1e-7); // four bins of one
        Assert.Equal(0.4, PairMetrics.BestThreshold([0.9, 0.6, 0.4, 0.2], [true, false, true, false])); // F1 .8 there, 2/3 at 0.9
    }

    [Fact]
    public void Isotonic_probabilities_by_hand_and_never_fall()
    {
        // 1: no, 2: yes, 3: no are pooled from 2 on: 0, 1/2, 1/2; then 4: yes.
        var calibration = IsotonicCalibration.Fit([3, 1, 2, 4], [false, false, true, true]);
        Assert.Equal([0.1, 0.1, 0.5, 0.5, 0.9, 0.9], new double[] { 0, 1, 2, 3.5, 4, 9 }.Select(calibration.Probability));
        Gen.Select(Gen.Double[0, 1], Gen.Bool).Array[1, 50].Sample(pairs =>
        {
            var fitted = IsotonicCalibration.Fit([.. pairs.Select(p => p.Item1)], [.. pairs.Select(p => p.Item2)]);
            double[] probabilities = [.. Enumerable.Range(0, 20).Select(i => fitted.Probability(i / 19.0))];
            return probabilities.SequenceEqual(probabilities.Order()) && probabilities.All(p => p is > 0 and < 1);
        });
    }

    [Fact]
    public void Pairs_of_the_same_camp_are_foretold_and_well_calibrated()
    {
        PairPrediction prediction = new(Camps(1_500), new PairPredictionOptions());
        Assert.Equal(190, prediction.PairCount); // all pairs of twenty products
        IRecommender knn = ItemKnnModel.Train(prediction.Train, new KnnOptions { Neighbors = 0 }, new TrainingOptions());
        IRecommender popularity = PopularityModel.Train(prediction.Train, new PopularityOptions(), new TrainingOptions());
        PairMetrics good = prediction.Judge(knn, cancellation: TestContext.Current.CancellationToken);
        PairMetrics floor = prediction.Judge(popularity, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(good.MeetingShare, 0.4, 0.6);
        Assert.True(good.F1 > 0.95 && good.Accuracy > 0.95 && good.LogLoss < 0.3, good.ToString());
        Assert.True(good.F1 > floor.F1 && good.LogLoss < floor.LogLoss, $"{good} {floor}");
        Assert.True(good.CalibrationError < 0.1, good.ToString());
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_refused()
    {
        PairPrediction prediction = new(Camps(300), new PairPredictionOptions());
        Assert.Throws<Kindred.Domain.KindredDataException>(
            () => prediction.Judge(new BrokenModel(prediction.Train.Items), cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Models_are_compared_with_intervals_and_the_lower_loss_is_the_better()
    {
        PairPrediction prediction = new(Camps(1_500), new PairPredictionOptions());
        ComparisonTable table = prediction.Compare(
            [ModelRequest.Parse("popularity"), ModelRequest.Parse("knn:neighbors=0")], new EvaluationOptions { BootstrapSamples = 300, Threads = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(190, table.Cases);
        Assert.All(table.Best.Values, best => Assert.Equal("knn", best.Model));
        Assert.True(table.Best["log-loss"].IsSignificant);
        Assert.False(table.Best.ContainsKey("meeting-share"));
        Assert.All(table.Models, m => Assert.All(m.Intervals, i => Assert.InRange(m.Metrics[i.Key], i.Value.Low - 0.05, i.Value.High + 0.05)));
        Assert.Equal(["knn", "popularity"], table.Ranked("log-loss").Select(m => m.Name));
        PairMetrics alone = prediction.Judge(ItemKnnModel.Train(prediction.Train, new KnnOptions { Neighbors = 0 }, new TrainingOptions()), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(alone.F1, table.Models[1].Metrics["f1"]);
    }

    // Baskets of four products of one camp.
    private static BasketHistory Camps(int count)
    {
        var random = new RandomStream(11);
        int[] products = [.. Enumerable.Range(0, ConformanceData.Camp)];
        var baskets = new List<int[]>();
        for (int b = 0; b < count; b++)
        {
            random.Shuffle<int>(products);
            baskets.Add([.. products.Take(4).Select(p => p + (b % 2 * ConformanceData.Camp))]);
        }

        long[] times = [.. Enumerable.Range(0, count).Select(b => (long)b)];
        return new BasketHistory(BasketSet.FromRows(ConformanceData.Products(ConformanceData.Items), baskets), times);
    }
}
