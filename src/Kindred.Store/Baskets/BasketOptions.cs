namespace Kindred.Store.Baskets;

/// <summary>Which order lines become baskets.</summary>
public sealed record BasketOptions
{
    /// <summary>The table or view the lines come from; it has order_id, product_id and ordered_at.</summary>
    public string Lines { get; init; } = "clean_lines";

    /// <summary>Only orders at or after this time (UTC); orders without a time are then left out.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only orders before this time (UTC); orders without a time are then left out.</summary>
    public DateTime? Until { get; init; }
}
