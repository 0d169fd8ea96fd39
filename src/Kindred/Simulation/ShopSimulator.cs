using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>A simulated shop: its catalogue, its orders and the truth about what belongs together.</summary>
/// <remarks>
/// Products and orders are made while they are read; memory grows with products and customers, not with orders.
/// Equal options give equal output on every machine. Thread-safe: every enumeration starts anew.
/// The model and the files are described in docs/shop-generator.md.
/// </remarks>
public sealed class ShopSimulator
{
    private readonly Catalogue _catalogue;
    private readonly Customers _customers;
    private readonly OrderGenerator _orders;
    private readonly OrderLineMapper _mapper;
    private readonly ProductWriter _words;
    private readonly HashSet<string> _planted;

    /// <summary>Prepares a shop.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names them all.</exception>
    public ShopSimulator(ShopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        Options = options;
        var calendar = new ShopCalendar(options);
        double[] seasonShares = calendar.SeasonShares();
        _catalogue = new Catalogue(options);
        _customers = new Customers(options);
        var planting = new Planting(_catalogue, seasonShares);
        var demand = new Demand(_catalogue);
        _orders = new OrderGenerator(options, calendar, _catalogue, _customers, demand, new Promotions(options), planting);
        _mapper = new OrderLineMapper(_catalogue, _customers, options);
        _words = new ProductWriter(_catalogue);
        var expectation = new Expectation(demand, planting, _customers.SegmentShares, seasonShares);
        Truth = new TruthBuilder(_catalogue, planting, expectation).Build();
        _planted = PlantedIds();
    }

    /// <summary>The options the shop was made with.</summary>
    public ShopOptions Options { get; }

    /// <summary>What was planted.</summary>
    public Truth Truth { get; }

    /// <summary>The catalogue, in order of product number; titles of a small share (half of <see cref="ShopOptions.DirtShare"/>) are blank or in capitals.</summary>
    /// <remarks>Planted products keep their titles. With dirt the catalogue ends with the postage "product" <c>POST</c>.</remarks>
    public IEnumerable<Product> Products()
    {
        for (int row = 0; row < _catalogue.Count; row++)
        {
            yield return WithDirt(row, Describe(row, LanguageOf(row)));
        }

        if (Options.DirtShare > 0)
        {
            yield return new Product { Id = new ProductId("POST"), Title = Options.Languages == ShopLanguages.Chinese ? "邮费" : "POSTAGE" };
        }
    }

    /// <summary>A product in a language of choice; both languages tell of the same article, so the two make a translation pair.</summary>
    /// <param name="row">Product number, 0 to <see cref="ShopOptions.Products"/> − 1.</param>
    /// <param name="language"><see cref="ShopLanguages.English"/> or <see cref="ShopLanguages.Chinese"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such product, or both languages at once.</exception>
    public Product Describe(int row, ShopLanguages language)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _catalogue.Count);
        ArgumentOutOfRangeException.ThrowIfEqual((int)language, (int)ShopLanguages.Both, nameof(language));
        bool chinese = language == ShopLanguages.Chinese;
        (string title, string description) = chinese ? _words.Chinese(row) : _words.English(row);
        ProductType type = _catalogue.TypeOf(row);
        Bilingual brand = type.Department.Brands[_catalogue.Brand[row]];
        return new Product
        {
            Id = new ProductId(_catalogue.IdOf(row)),
            Title = title,
            Description = description,
            Brand = chinese ? brand.Chinese : brand.English,
            Category = chinese
                ? $"{type.Department.Name.Chinese} > {type.SubCategory.Chinese} > {type.ChineseNouns[0]}"
                : $"{type.Department.Name.English} > {type.SubCategory.English} > {type.EnglishNouns[0]}",
            Price = new decimal(_catalogue.PriceCents[row], 0, 0, false, 2),
            UnitCost = new decimal(_catalogue.CostCents[row], 0, 0, false, 2),
            FirstSeen = Options.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddDays(_catalogue.LaunchDay[row]),
        };
    }

    /// <summary>All order lines, ascending in time.</summary>
    public IEnumerable<OrderLine> OrderLines()
    {
        var lines = new List<SoldLine>();
        for (long order = 0; order < Options.Orders; order++)
        {
            lines.Clear();
            _orders.Append(order, lines);
            foreach (SoldLine line in lines)
            {
                yield return _mapper.Map(line);
            }
        }
    }

    /// <summary>Writes orders.csv: the lines of <see cref="OrderLines"/> as UTF-8 CSV with a header.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="progress">Told about every hundredth of the orders.</param>
    /// <param name="cancellationToken">Ends the writing between two orders.</param>
    /// <returns>Number of lines without the header.</returns>
    public long WriteOrdersCsv(Stream output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var csv = new OrderCsv(_catalogue, _customers, _mapper, output);
        var lines = new List<SoldLine>();
        long written = 0;
        long step = Math.Max(1, Options.Orders / 100);
        for (long order = 0; order < Options.Orders; order++)
        {
            if (order % step == 0)
            {
                progress?.Report(new StageProgress("writing orders", order / (double)Options.Orders, $"{written:N0} lines"));
            }

            cancellationToken.ThrowIfCancellationRequested();
            lines.Clear();
            _orders.Append(order, lines);
            lines.ForEach(csv.Write);
            written += lines.Count;
        }

        csv.Flush();
        return written;
    }

    /// <summary>Writes products.csv: the catalogue as UTF-8 CSV (RFC 4180) with a header.</summary>
    /// <param name="output">Left open.</param>
    public void WriteProductsCsv(Stream output) => ProductCsv.Write(Products(), output);

    /// <summary>The group of customers with one taste that a customer belongs to; with the season, all that ties coincidences.</summary>
    internal int SegmentOf(string customerId) => _customers.SegmentOf(int.Parse(customerId) - OrderLineMapper.FirstCustomer);

    private ShopLanguages LanguageOf(int row) => Options.Languages != ShopLanguages.Both ? Options.Languages
        : new RandomStream(Options.Seed, (ulong)Salt.Language + (ulong)row).NextInt(2) == 0 ? ShopLanguages.English : ShopLanguages.Chinese;

    private Product WithDirt(int row, Product product)
    {
        var random = new RandomStream(Options.Seed, (ulong)Salt.TitleDirt + (ulong)row);
        if (random.NextDouble() >= Options.DirtShare / 2 || _planted.Contains(product.Id.Value))
        {
            return product;
        }

        return random.NextInt(2) == 0 ? product with { Title = null } : product with { Title = product.Title!.ToUpperInvariant() };
    }

    private HashSet<string> PlantedIds() =>
    [
        .. Truth.Complements.SelectMany(p => new[] { p.A.Value, p.B.Value }),
        .. Truth.Substitutes.SelectMany(p => new[] { p.A.Value, p.B.Value }),
        .. Truth.Coincidences.SelectMany(p => new[] { p.A.Value, p.B.Value }),
        .. Truth.Cold.Select(p => p.Product.Value),
    ];
}
