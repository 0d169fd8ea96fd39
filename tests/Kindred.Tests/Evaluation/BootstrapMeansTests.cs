using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation;

public class BootstrapMeansTests
{
    [Fact]
    public void Holm_by_hand() =>
        // Ascending .01, .02, .04 times 3, 2, 1, never descending.
        Assert.Equal([0.04, 0.03, 0.04], BootstrapMeans.Holm([0.04, 0.01, 0.02]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void The_interval_of_a_mean_is_near_the_textbook_one()
    {
        // 400 values of deviation 1: ± 1.96 / 20 = 0.098; 2,000 samples place its ends to about 0.006, so 0.03 is five deviations.
        var random = new RandomStream(3);
        float[] values = [.. Enumerable.Range(0, 400).Select(_ => (float)random.NextGaussian())];
        Interval interval = BootstrapMeans.Percentile(BootstrapMeans.Draw([values], 2_000, seed: 1, threads: 2)[0], 0.95);
        Assert.Equal(values.Average() - 0.098, interval.Low, 0.03);
        Assert.Equal(values.Average() + 0.098, interval.High, 0.03);
    }

    [Fact]
    public void Pairs_tell_apart_what_single_intervals_cannot()
    {
        var random = new RandomStream(4);
        float[] one = [.. Enumerable.Range(0, 300).Select(_ => (float)random.NextGaussian())];
        float[] other = [.. one.Select(v => v + 0.01f)];
        double[][] means = BootstrapMeans.Draw([one, other], 1_000, seed: 1, threads: 1);
        Assert.True(BootstrapMeans.PairedPValue(means[0], means[1]) < 0.01);
        Assert.Equal(1, BootstrapMeans.PairedPValue(means[0], means[0]));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        float[] values = [1, 5, 2, 8];
        Assert.Equal(BootstrapMeans.Draw([values], 200, 7, threads: 1)[0], BootstrapMeans.Draw([values], 200, 7, threads: 3)[0]);
    }
}
