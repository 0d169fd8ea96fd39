namespace Kindred.Simulation;

/// <summary>The languages of the catalogue.</summary>
public enum ShopLanguages
{
    /// <summary>Half of the products are described in English, half in Chinese.</summary>
    Both,

    /// <summary>English only.</summary>
    English,

    /// <summary>Chinese only.</summary>
    Chinese,
}

/// <summary>How large a simulated shop is and what it sells.</summary>
/// <remarks>Immutable. Equal options give equal bytes on every machine.</remarks>
public sealed record ShopOptions
{
    /// <summary>Products in the catalogue, 500 to 5,000,000. Default 2,000. About 100 bytes of memory each.</summary>
    public int Products { get; init; } = 2_000;

    /// <summary>Customers, 1 to 50,000,000. Default 5,000. About 15 bytes of memory each.</summary>
    public int Customers { get; init; } = 5_000;

    /// <summary>Orders, 1 to 10,000,000,000; one has about 3.4 lines. Default 60,000. They take no memory.</summary>
    public long Orders { get; init; } = 60_000;

    /// <summary>Days the orders span, 28 to 3,650. Default 365. Seasons a shorter span does not meet plant nothing.</summary>
    public int Days { get; init; } = 365;

    /// <summary>First day of the orders. Default 1 January 2025.</summary>
    public DateOnly FirstDay { get; init; } = new(2025, 1, 1);

    /// <summary>Languages of titles and descriptions. Default: both.</summary>
    public ShopLanguages Languages { get; init; }

    /// <summary>Share of orders (and half that share of titles) with dirt as real exports have it, 0 to 0.5. Default 0.01.</summary>
    public double DirtShare { get; init; } = 0.01;

    /// <summary>Share of orders cancelled or partly returned some days later, 0 to 0.5. Default 0.015.</summary>
    public double CancellationShare { get; init; } = 0.015;

    /// <summary>Cold products: launched in the last fiftieth of the days, with planted complements. 0 to 200. Default 40.</summary>
    public int ColdProducts { get; init; } = 40;

    /// <summary>Everything random follows from this. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Everything wrong with these options, one sentence each; empty when they are usable.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Within(nameof(Products), Products, 500, 5_000_000);
        Within(nameof(Customers), Customers, 1, 50_000_000);
        Within(nameof(Orders), Orders, 1, 10_000_000_000);
        Within(nameof(Days), Days, 28, 3_650);
        Within(nameof(DirtShare), DirtShare, 0, 0.5);
        Within(nameof(CancellationShare), CancellationShare, 0, 0.5);
        Within(nameof(ColdProducts), ColdProducts, 0, 200);
        Within($"{nameof(FirstDay)}.Year", FirstDay.Year, 1970, 2200);
        if (!Enum.IsDefined(Languages))
        {
            problems.Add($"Languages is {Languages}; it must be one of {string.Join(", ", Enum.GetNames<ShopLanguages>())}.");
        }

        return problems;

        void Within(string name, double value, double min, double max)
        {
            if (!(value >= min && value <= max))
            {
                problems.Add($"{name} is {value}; it must be from {min} to {max}.");
            }
        }
    }
}
