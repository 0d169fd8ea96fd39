using Kindred.Domain;

namespace Kindred.Simulation;

/// <summary>Gives generated lines the form of the domain.</summary>
internal sealed class OrderLineMapper(Catalogue catalogue, Customers customers, ShopOptions options)
{
    public const long FirstOrder = 1_000_000;

    public const int FirstCustomer = 10_001;

    public static readonly string[] Channels = ["web", "app", "store"];

    public OrderLine Map(SoldLine line) => new()
    {
        OrderId = $"{(line.Cancelled ? "C" : "")}{FirstOrder + line.Order}",
        ProductId = new ProductId(ProductText(line)),
        CustomerId = $"{FirstCustomer + line.Customer}",
        OrderedAt = line.At,
        Quantity = line.Quantity,
        UnitPrice = new decimal(line.PriceCents, 0, 0, false, 2),
        Discount = line.DiscountCents == 0 ? null : new decimal(Math.Abs(line.DiscountCents), 0, 0, line.DiscountCents < 0, 2),
        Store = customers.RegionOf(line.Customer),
        Channel = Channels[line.Channel],
        PromotionId = line.DiscountCents == 0 ? null : $"FLYER-{WeekOf(line)}",
    };

    public string ProductText(SoldLine line) => line.Row switch
    {
        SoldLine.Postage => "POST",
        SoldLine.Test => "TEST",
        _ => line.LowerCaseId ? catalogue.IdOf(line.Row).ToLowerInvariant() : catalogue.IdOf(line.Row),
    };

    public int WeekOf(SoldLine line) => 1 + ((line.At.Date - options.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).Days / 7);
}
