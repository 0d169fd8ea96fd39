using Kindred.Domain;
using Kindred.Simulation;

namespace Kindred.Tests.Simulation;

/// <summary>The shop of default size without dirt, and counts of its baskets made the slow, obvious way.</summary>
public sealed class DefaultShop
{
    private readonly Dictionary<(string, string), int> _pairs = [];
    private readonly Dictionary<string, int> _products = new(StringComparer.Ordinal);

    public DefaultShop()
    {
        Simulator = new ShopSimulator(new ShopOptions { DirtShare = 0 });
        foreach (IGrouping<string, OrderLine> order in Simulator.OrderLines().Where(l => l.Quantity > 0).GroupBy(l => l.OrderId))
        {
            string[] basket = [.. order.Select(l => l.ProductId.Value).Distinct().Order(StringComparer.Ordinal)];
            OrderLine line = order.First();
            Baskets.Add((basket, Stratum: ($"{ShopCalendar.SeasonOf(line.OrderedAt!.Value)}/{Simulator.SegmentOf(line.CustomerId!)}")));
            Count(basket);
        }
    }

    public ShopSimulator Simulator { get; }

    public List<(string[] Products, string Stratum)> Baskets { get; } = [];

    public IReadOnlyDictionary<(string A, string B), int> Pairs => _pairs;

    public int With(ProductId product) => _products.GetValueOrDefault(product.Value);

    public int With(ProductId a, ProductId b) =>
        _pairs.GetValueOrDefault(string.CompareOrdinal(a.Value, b.Value) < 0 ? (a.Value, b.Value) : (b.Value, a.Value));

    public double ByChance(ProductId a, ProductId b) => With(a) * (double)With(b) / Baskets.Count;

    private void Count(string[] basket)
    {
        for (int i = 0; i < basket.Length; i++)
        {
            _products[basket[i]] = _products.GetValueOrDefault(basket[i]) + 1;
            for (int j = i + 1; j < basket.Length; j++)
            {
                _pairs[(basket[i], basket[j])] = _pairs.GetValueOrDefault((basket[i], basket[j])) + 1;
            }
        }
    }
}
