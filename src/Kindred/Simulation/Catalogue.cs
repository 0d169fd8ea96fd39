using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>The facts of every product except its words, which are made when asked for.</summary>
/// <remarks>Row r is of type r mod (number of types). Immutable and thread-safe once built.</remarks>
internal sealed class Catalogue
{
    /// <summary>Price tiers: budget, middle, premium.</summary>
    public const int Tiers = 3;

    private readonly ShopVocabulary _words = ShopVocabulary.Instance;
    private readonly int[][] _rowsByType;

    public Catalogue(ShopOptions options)
    {
        Options = options;
        int types = _words.Types.Count;
        Tier = new byte[options.Products];
        Brand = new byte[options.Products];
        PriceCents = new int[options.Products];
        CostCents = new int[options.Products];
        LaunchDay = new short[options.Products];
        OutFrom = new short[options.Products];
        OutTo = new short[options.Products];
        Rank = new int[options.Products];
        for (int row = 0; row < options.Products; row++)
        {
            Invent(row);
        }

        _rowsByType = [.. Enumerable.Range(0, types).Select(RankRows)];
    }

    public ShopOptions Options { get; }

    public int Count => Options.Products;

    public byte[] Tier { get; }

    public byte[] Brand { get; }

    public int[] PriceCents { get; }

    public int[] CostCents { get; }

    /// <summary>Day of the first possible sale; below 0: before the first order.</summary>
    public short[] LaunchDay { get; }

    /// <summary>Stock-out, first day included; equal to <see cref="OutTo"/> where there is none.</summary>
    public short[] OutFrom { get; }

    /// <summary>Stock-out, last day excluded.</summary>
    public short[] OutTo { get; }

    /// <summary>Place of a product among its type by sales, 0 first.</summary>
    public int[] Rank { get; }

    public ProductType TypeOf(int row) => _words.Types[row % _words.Types.Count];

    /// <summary>Rows of a type, best seller first.</summary>
    public ReadOnlySpan<int> RowsOf(int type) => _rowsByType[type];

    public string IdOf(int row) => $"{TypeOf(row).Department.Code}{row + 10_000}";

    public bool IsSold(int row, int day) => day >= LaunchDay[row] && (day < OutFrom[row] || day >= OutTo[row]);

    /// <summary>What customers take when a product is out of stock: its neighbour in the type's sales order.</summary>
    public int SubstituteOf(int row)
    {
        int[] rows = _rowsByType[row % _words.Types.Count];
        int other = Rank[row] ^ 1;
        return rows[other < rows.Length ? other : Rank[row] - 1];
    }

    /// <summary>Popularity within the type: Zipf's law with exponent 1, shifted by one.</summary>
    public double WeightOf(int row) => 1.0 / (Rank[row] + 1);

    /// <summary>Makes a product new: launched on a day, last in its type's sales.</summary>
    public void LaunchOn(int row, int day)
    {
        LaunchDay[row] = (short)day;
        OutFrom[row] = OutTo[row] = 0;
    }

    private void Invent(int row)
    {
        var random = new RandomStream(Options.Seed, (ulong)Salt.Product + (ulong)row);
        ProductType type = TypeOf(row);
        Tier[row] = (byte)random.NextInt(Tiers);
        Brand[row] = (byte)random.NextInt(type.Department.Brands.Length);
        double level = 0.55 + (0.40 * Tier[row]) + (0.35 * random.NextDouble());
        PriceCents[row] = Rounded(type.PriceCents * level);
        CostCents[row] = (int)(PriceCents[row] * (0.35 + (0.35 * random.NextDouble())));
        LaunchDay[row] = (short)(random.NextDouble() < 0.08 ? random.NextInt(Options.Days * 3 / 5) : -1 - random.NextInt(900));
        if (random.NextDouble() < 0.06)
        {
            OutFrom[row] = (short)random.NextInt(Options.Days);
            OutTo[row] = (short)(OutFrom[row] + 8 + random.NextInt(22));
        }
    }

    // Shop prices end in 5 or 9: 8.49, 12.95, 249.00.
    private static int Rounded(double cents) => cents switch
    {
        < 1000 => (Math.Max(1, (int)(cents / 10)) * 10) + 9,
        < 10_000 => ((int)(cents / 50) * 50) + 45,
        _ => ((int)(cents / 500) * 500) + 400,
    };

    private int[] RankRows(int type)
    {
        int types = _words.Types.Count;
        int[] rows = [.. Enumerable.Range(0, ((Count - 1 - type) / types) + 1).Select(i => type + (i * types))];
        new RandomStream(Options.Seed, ((ulong)Salt.Ranks << 20) + (ulong)type).Shuffle<int>(rows);

        // New products have not climbed yet: those launched after the first order stand behind the others.
        // Every type has at least one product from the start.
        rows = [.. rows.OrderBy(row => LaunchDay[row] >= 0)];
        LaunchDay[rows[0]] = Math.Min(LaunchDay[rows[0]], (short)-1);
        for (int rank = 0; rank < rows.Length; rank++)
        {
            Rank[rows[rank]] = rank;
        }

        return rows;
    }
}
