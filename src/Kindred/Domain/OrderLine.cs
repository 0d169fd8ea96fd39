namespace Kindred.Domain;

/// <summary>One product in one order; a row of the workspace table <c>order_lines</c>.</summary>
/// <remarks>Only <see cref="OrderId"/> and <see cref="ProductId"/> are always there: a null property was not given.</remarks>
public sealed record OrderLine
{
    /// <summary>The shop's id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>The product bought.</summary>
    public required ProductId ProductId { get; init; }

    /// <summary>Who ordered.</summary>
    public string? CustomerId { get; init; }

    /// <summary>When it was ordered (UTC).</summary>
    public DateTime? OrderedAt { get; init; }

    /// <summary>Units bought; negative for returns.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Price of one unit in the shop's currency.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>Discount on the line in the shop's currency.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Store or warehouse.</summary>
    public string? Store { get; init; }

    /// <summary>Sales channel, such as web or shop.</summary>
    public string? Channel { get; init; }

    /// <summary>Promotion the line was sold under.</summary>
    public string? PromotionId { get; init; }
}
