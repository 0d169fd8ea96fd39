using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class RandomStreamTests
{
    [Fact]
    public void The_reference_generator_gives_the_same_words()
    {
        // First outputs of xoshiro256++ from state 1, 2, 3, 4, worked by hand from the published recurrence:
        // rotl(1 + 4, 23) + 1 = 41943041; then s = (7, 0, 262146, 6·2^45): rotl(7 + 6·2^45, 23) + 7 = 58720359.
        var stream = RandomStream.Restore([1, 2, 3, 4]);
        Assert.Equal(41943041UL, stream.NextUInt64());
        Assert.Equal(58720359UL, stream.NextUInt64());
    }

    [Fact]
    public void A_saved_stream_goes_on_where_it_stopped()
    {
        var stream = new RandomStream(7, 3);
        stream.NextUInt64();
        var copy = RandomStream.Restore(stream.Save());
        Assert.Equal(Enumerable.Range(0, 9).Select(_ => stream.NextUInt64()), Enumerable.Range(0, 9).Select(_ => copy.NextUInt64()));
    }

    [Fact]
    public void Whole_numbers_are_even_and_below_the_bound()
    {
        // 60,000 draws of 6 faces: each count has deviation 91, so 5 deviations are never left by chance (p < 4e-6 over all six).
        var stream = new RandomStream(1);
        var counts = new int[6];
        for (int i = 0; i < 60_000; i++)
        {
            counts[stream.NextInt(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_545, 10_455));
    }

    [Fact]
    public void Streams_of_one_seed_differ() =>
        Assert.NotEqual(new RandomStream(5, 0).NextUInt64(), new RandomStream(5, 1).NextUInt64());

    [Fact]
    public void Normal_numbers_have_mean_zero_and_deviation_one()
    {
        // Mean of 40,000 has deviation 0.005, the variance 0.0071: 5 deviations allowed.
        var stream = new RandomStream(2);
        double[] values = [.. Enumerable.Range(0, 40_000).Select(_ => stream.NextGaussian())];
        Assert.InRange(values.Average(), -0.025, 0.025);
        Assert.InRange(values.Average(v => v * v), 0.9645, 1.0355);
    }
}
