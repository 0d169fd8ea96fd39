namespace Kindred.Store.Import;

/// <summary>What a column holds, which decides how its cells are read.</summary>
internal enum CellType
{
    Id,
    Text,
    Number,
    Timestamp,
    Flag,
}

/// <summary>A column we can take from a source.</summary>
/// <param name="Name">Our name.</param>
/// <param name="Type">How its cells are read.</param>
/// <param name="SqlType">Its type in the workspace table.</param>
/// <param name="Required">True when a row without it is rejected.</param>
/// <param name="Stored">False for columns of an order file that describe the product only.</param>
internal sealed record Field(string Name, CellType Type, string SqlType, bool Required = false, bool Stored = true);

/// <summary>A workspace table as an import target.</summary>
/// <param name="Kind">The kind of rows.</param>
/// <param name="Name">The table's name.</param>
/// <param name="Fields">The columns that can be imported.</param>
/// <param name="Key">Columns that say which rows a newer file replaces.</param>
internal sealed record ImportTable(ImportKind Kind, string Name, IReadOnlyList<Field> Fields, IReadOnlyList<string> Key)
{
    private const string Amount = "DECIMAL(18,4)";

    public static readonly ImportTable Orders = new(
        ImportKind.Orders,
        "order_lines",
        [
            Id("order_id", required: true), Id("product_id", required: true), Id("customer_id"), Time("ordered_at"),
            Number("quantity"), Number("unit_price"), Number("discount"), Text("store"), Text("channel"),
            Id("promotion_id"), Text("title"),
            Text("description") with { Stored = false }, Text("brand") with { Stored = false },
            Text("category") with { Stored = false },
        ],
        ["order_id"]);

    public static readonly ImportTable Products = new(
        ImportKind.Products,
        "products",
        [
            Id("product_id", required: true), Text("title"), Text("description"), Text("brand"), Text("category"),
            Number("price"), Number("unit_cost"), Text("tags"), Text("image"),
            new("attributes", CellType.Text, "JSON"), new("active", CellType.Flag, "BOOLEAN"), Time("first_seen"),
        ],
        ["product_id"]);

    public static readonly ImportTable Events = new(
        ImportKind.Events,
        "events",
        [
            Id("event_id", required: true), Time("occurred_at", required: true), Id("kind", required: true),
            Id("customer_id"), Id("session_id"), Id("product_id"), Text("query"), Text("placement"), Number("position"),
            Id("campaign_id"), new("propensity", CellType.Number, "DOUBLE"), Id("recommendation_id"),
        ],
        ["event_id"]);

    public static readonly ImportTable Reviews = new(
        ImportKind.Reviews,
        "reviews",
        [Id("review_id"), Id("product_id", required: true), Id("customer_id"), Number("rating"), Text("text"), Time("reviewed_at")],
        ["review_id"]);

    public static readonly ImportTable Stock = new(
        ImportKind.Stock,
        "stock",
        [
            Id("product_id", required: true), Text("location"), Number("on_hand"), Number("on_order"),
            Number("lead_time_days"), Number("order_cost"), new("holding_rate", CellType.Number, "DECIMAL(18,6)"),
            Number("pack_size"), Number("minimum_order"), Number("shelf_life_days"),
        ],
        ["product_id", "location"]);

    public static IReadOnlyList<ImportTable> All { get; } = [Orders, Events, Reviews, Stock, Products];

    public static ImportTable Of(ImportKind kind) => All.Single(t => t.Kind == kind);

    private static Field Id(string name, bool required = false) => new(name, CellType.Id, "VARCHAR", required);

    private static Field Text(string name) => new(name, CellType.Text, "VARCHAR");

    private static Field Number(string name) => new(name, CellType.Number, Amount);

    private static Field Time(string name, bool required = false) => new(name, CellType.Timestamp, "TIMESTAMP", required);
}
