namespace Kindred.Store.Cleaning;

/// <summary>The ids of the cleaning rules, as they stand in options, reports and the table <c>removed_lines</c>.</summary>
public static class RuleIds
{
    /// <summary>Case and space variants of product ids.</summary>
    public const string IdVariants = "id_variants";

    /// <summary>Stock-keeping notes in place of titles.</summary>
    public const string WarehouseNotes = "warehouse_notes";

    /// <summary>One product id with several titles.</summary>
    public const string ConflictingTitles = "conflicting_titles";

    /// <summary>Lines without description.</summary>
    public const string BlankDescriptions = "blank_descriptions";

    /// <summary>Cancellations and the lines they cancel.</summary>
    public const string CancelledOrders = "cancelled_orders";

    /// <summary>Negative quantities that cancel nothing known.</summary>
    public const string Returns = "returns";

    /// <summary>Prices of zero or below.</summary>
    public const string ZeroPrices = "zero_prices";

    /// <summary>Postage, fees, manual entries, vouchers, tests.</summary>
    public const string ServiceLines = "service_lines";

    /// <summary>Exact copies of a line.</summary>
    public const string Duplicates = "duplicates";

    /// <summary>Quantities far above the product's usual ones.</summary>
    public const string OutlierQuantities = "outlier_quantities";

    /// <summary>Baskets of very many products.</summary>
    public const string OversizeBaskets = "oversize_baskets";

    /// <summary>Baskets with one product.</summary>
    public const string SingleProductBaskets = "single_product_baskets";
}
