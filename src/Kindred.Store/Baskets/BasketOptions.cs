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

    /// <summary>Whether customers are loaded too; the lines then have customer_id. The default is false.</summary>
    public bool Customers { get; init; }

    /// <summary>Column of the lines whose values are loaded as segments, one of <see cref="SegmentColumns"/>; null for none.</summary>
    public string? SegmentColumn { get; init; }

    /// <summary>What segments may be made of.</summary>
    public static IReadOnlyList<string> SegmentColumns { get; } = ["store", "channel", "promotion_id"];
}
