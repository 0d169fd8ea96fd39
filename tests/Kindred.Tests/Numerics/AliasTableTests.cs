using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class AliasTableTests
{
    [Fact]
    public void Draws_follow_the_weights()
    {
        double[] weights = [1, 0, 5, 2, 0.5, 1.5];
        const int Draws = 200_000;
        var table = new AliasTable(weights);
        var random = new RandomStream(7);
        var counts = new int[weights.Length];
        for (int i = 0; i < Draws; i++)
        {
            counts[table.Draw(random)]++;
        }

        // Chi-square with 4 degrees of freedom (the zero weight has no cell): 23.5 is passed once in 10,000.
        double chiSquare = weights.Select((w, i) => (Expected: w / 10 * Draws, Seen: counts[i])).Where(c => c.Expected > 0)
            .Sum(c => (c.Seen - c.Expected) * (c.Seen - c.Expected) / c.Expected);
        Assert.InRange(chiSquare, 0, 23.5);
        Assert.Equal(0, counts[1]);
    }

    [Fact]
    public void Weights_that_mean_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AliasTable([1, -1]));
        Assert.Throws<ArgumentException>(() => new AliasTable([0, 0]));
        Assert.Throws<ArgumentException>(() => new AliasTable([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => new AliasTable([]));
    }
}
