using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Baskets;

/// <summary>Loads the clean order lines as baskets: in memory where they fit, else by DuckDB with its disk. The outcome is the same.</summary>
public static class BasketLoader
{
    // What the database does not get (see Workspace), less what .NET holds besides.
    private const double ShareOfMemory = 0.3;

    /// <summary>Loads baskets; the same lines give the same arrays.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="options">Null: all clean lines, neither customers nor segments.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="WorkspaceException">There are more lines than fit in one array (2,147,483,591), or the segment column is not one of those allowed.</exception>
    public static LoadedBaskets LoadBaskets(this Workspace workspace, BasketOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        options ??= new BasketOptions();
        string lines = Lines(options);
        long count = workspace.Scalar<long>($"SELECT count(*) FROM {lines}", cancellationToken);
        if (count > Array.MaxLength)
        {
            throw new WorkspaceException($"There are {count} order lines, and at most {Array.MaxLength} can be loaded at once; narrow the time range.");
        }

        (BasketSet baskets, DateTime[]? times, BasketLabels? customers, BasketLabels? segments) =
            count * BasketPacker.BytesPerLine <= ShareOfMemory * (workspace.Options.MemoryLimitBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
                ? Pack(workspace, options, lines, (int)count, cancellationToken)
                : new BasketQueries(workspace, options, lines, cancellationToken).Load();
        (string?[] titles, string?[] categories) = ReadCatalogue(workspace, baskets.Products, cancellationToken);
        return new LoadedBaskets(baskets, times, titles) { Categories = categories, Customers = customers, Segments = segments };
    }

    private static (BasketSet, DateTime[]?, BasketLabels?, BasketLabels?) Pack(
        Workspace workspace, BasketOptions options, string lines, int count, CancellationToken cancellation)
    {
        var packer = new BasketPacker(count, options.Customers, options.SegmentColumn is not null);
        string labels = $"{(options.Customers ? ", customer" : "")}{(options.SegmentColumn is null ? "" : ", segment")}";
        using (var chunks = new LineChunks(workspace, $"SELECT order_id, product_id, ordered_at{labels} FROM {lines}"))
        {
            packer.Read(chunks, cancellation);
        }

        return packer.Pack(new Vocabulary(packer.ProductIds()));
    }

    internal static string Lines(BasketOptions options)
    {
        if (options.SegmentColumn is { } column && !BasketOptions.SegmentColumns.Contains(column))
        {
            throw new WorkspaceException($"Segments cannot be made of '{column}'; the columns are: {string.Join(", ", BasketOptions.SegmentColumns)}.");
        }

        var conditions = new List<string> { "true" };
        if (options.From is { } from)
        {
            conditions.Add($"ordered_at >= TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss.ffffff}'");
        }

        if (options.Until is { } until)
        {
            conditions.Add($"ordered_at < TIMESTAMP '{until:yyyy-MM-dd HH:mm:ss.ffffff}'");
        }

        return $"""
            (SELECT order_id, product_id, ordered_at, {(options.Customers ? "customer_id" : "NULL::VARCHAR")} AS customer, {options.SegmentColumn ?? "NULL::VARCHAR"} AS segment
            FROM {Sql.Name(options.Lines)} WHERE {string.Join(" AND ", conditions)})
            """;
    }

    private static (string?[] Titles, string?[] Categories) ReadCatalogue(Workspace workspace, Vocabulary products, CancellationToken cancellation)
    {
        var titles = new string?[products.Count];
        var categories = new string?[products.Count];
        using DuckDBDataReader reader = workspace.Query("SELECT product_id, title, category FROM products", cancellation);
        while (reader.Read())
        {
            if (products.TryGetRow(new ProductId(reader.GetString(0)), out int row))
            {
                titles[row] = reader.IsDBNull(1) ? null : reader.GetString(1);
                categories[row] = reader.IsDBNull(2) ? null : reader.GetString(2);
            }
        }

        return (titles, categories);
    }
}
