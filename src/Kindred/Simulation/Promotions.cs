using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>A flyer a week: some products at a discount, which raises their sales.</summary>
internal sealed class Promotions
{
    private readonly int[][] _flyers;
    private readonly int[] _percent;

    public Promotions(ShopOptions options)
    {
        var random = new RandomStream(options.Seed, (ulong)Salt.Promotions);
        int size = Math.Clamp(options.Products / 100, 6, 60);
        int weeks = ((options.Days - 1) / 7) + 1;
        _flyers = new int[weeks][];
        _percent = new int[weeks];
        for (int week = 0; week < weeks; week++)
        {
            _flyers[week] = [.. Enumerable.Range(0, size).Select(_ => random.NextInt(options.Products)).Distinct().Order()];
            _percent[week] = 10 + (5 * random.NextInt(6));
        }
    }

    public int Draw(int day, RandomStream random) => _flyers[day / 7][random.NextInt(_flyers[day / 7].Length)];

    /// <summary>Discount in percent of a product on a day; 0 outside a promotion.</summary>
    public int PercentOff(int row, int day) => Array.BinarySearch(_flyers[day / 7], row) >= 0 ? _percent[day / 7] : 0;
}
