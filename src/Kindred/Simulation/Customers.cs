using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>Who buys: how often, and with what tastes.</summary>
internal sealed class Customers
{
    private static readonly string[] RegionNames = ["North", "East", "South", "West", "Central"];

    private readonly AliasTable _activity;
    private readonly byte[] _segment;
    private readonly byte[] _tier;
    private readonly byte[] _region;

    public Customers(ShopOptions options)
    {
        int segments = ShopVocabulary.Instance.Segments.Count;
        var random = new RandomStream(options.Seed, (ulong)Salt.Customers);
        var activity = new double[options.Customers];
        _segment = new byte[options.Customers];
        _tier = new byte[options.Customers];
        _region = new byte[options.Customers];
        for (int c = 0; c < options.Customers; c++)
        {
            // A few order twelve times as often as most: 1 / (u + 0.08), u uniform.
            activity[c] = 1 / (random.NextDouble() + 0.08);
            _segment[c] = (byte)random.NextInt(segments);
            _tier[c] = (byte)random.NextInt(Catalogue.Tiers);
            _region[c] = (byte)random.NextInt(RegionNames.Length);
        }

        _activity = new AliasTable(activity);
        SegmentShares = ShareOut(activity, _segment, segments);
    }

    /// <summary>Share of all orders that come from each segment; shape (segments).</summary>
    public double[] SegmentShares { get; }

    public int Draw(RandomStream random) => _activity.Draw(random);

    public int SegmentOf(int customer) => _segment[customer];

    public int TierOf(int customer) => _tier[customer];

    public string RegionOf(int customer) => RegionNames[_region[customer]];

    private static double[] ShareOut(double[] activity, byte[] segment, int segments)
    {
        var shares = new double[segments];
        double total = 0;
        for (int c = 0; c < activity.Length; c++)
        {
            shares[segment[c]] += activity[c];
            total += activity[c];
        }

        return [.. shares.Select(s => s / total)];
    }
}
