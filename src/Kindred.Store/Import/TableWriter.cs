using Kindred.Store.Workspaces;

namespace Kindred.Store.Import;

/// <summary>Writes typed rows into their table, inside the import's transaction.</summary>
/// <param name="workspace">The workspace.</param>
/// <param name="mapping">The columns the rows have.</param>
/// <param name="rows">The rows: what stands after FROM; they also have <c>row_number</c>.</param>
/// <param name="importId">The import's number.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class TableWriter(Workspace workspace, ColumnMapping mapping, string rows, int importId, CancellationToken cancellationToken)
{
    private static readonly string[] DescribedByOrders = ["description", "brand", "category"];
    private readonly ImportTable _table = mapping.Table;

    /// <summary>Writes the rows and returns how many keys were there before.</summary>
    public long Write() => _table.Kind switch
    {
        ImportKind.Orders => WriteOrders(),
        ImportKind.Reviews when mapping.Of("review_id") is null => Append(),
        _ => Merge(),
    };

    private string[] Stored => [.. mapping.Columns.Where(c => c.Field.Stored).Select(c => Sql.Name(c.Field.Name))];

    // A newer file for the same orders replaces their lines.
    private long WriteOrders()
    {
        long updated = 0;
        if (workspace.Scalar<bool>("SELECT EXISTS (FROM order_lines)", cancellationToken))
        {
            string orders = $"(SELECT order_id FROM {rows})";
            updated = workspace.Scalar<long>($"SELECT count(DISTINCT order_id) FROM order_lines WHERE order_id IN {orders}", cancellationToken);
            if (updated > 0)
            {
                workspace.Execute($"DELETE FROM order_lines WHERE order_id IN {orders}", cancellationToken);
            }
        }

        string columns = string.Join(", ", Stored);
        workspace.WriteMany(() => Run($"INSERT INTO order_lines ({columns}, import_id) SELECT {columns}, {importId} FROM {rows}"));
        DescribeProducts();
        return updated;
    }

    private long Append()
    {
        string columns = string.Join(", ", Stored);
        Run($"INSERT INTO {_table.Name} ({columns}) SELECT {columns} FROM {rows}");
        return 0;
    }

    // The last row of a key counts; cells that are empty leave what was there.
    private long Merge()
    {
        string key = string.Join(", ", KeyColumns());
        string own = _table.Kind == ImportKind.Products ? ", catalogued" : "";
        string ownValue = own.Length > 0 ? ", true" : "";
        string values = string.Join(", ", Stored.Select(c => IsKey(c) ? c : $"arg_max({c}, row_number) AS {c}"));
        Run($"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {values} FROM {rows} GROUP BY {key}");
        string same = string.Join(" AND ", KeyColumns().Select(c => $"t.{c} IS NOT DISTINCT FROM i.{c}"));
        long updated = workspace.Scalar<long>($"SELECT count(*) FROM incoming i WHERE EXISTS (FROM {_table.Name} t WHERE {same})", cancellationToken);
        string[] changed = [.. Stored.Where(c => !IsKey(c)).Select(c => $"{c} = coalesce(i.{c}, t.{c})").Concat(own.Length > 0 ? ["catalogued = true"] : Array.Empty<string>())];
        if (updated > 0 && changed.Length > 0)
        {
            Run($"UPDATE {_table.Name} t SET {string.Join(", ", changed)} FROM incoming i WHERE {same}");
        }

        string columns = string.Join(", ", Stored);
        Run($"INSERT INTO {_table.Name} ({columns}{own}) SELECT {columns}{ownValue} FROM incoming i WHERE NOT EXISTS (FROM {_table.Name} t WHERE {same}) ORDER BY {key}");
        Run("DROP TABLE incoming");
        return updated;
    }

    private IEnumerable<string> KeyColumns() => _table.Key.Where(k => mapping.Of(k) is not null).Select(Sql.Name);

    private bool IsKey(string column) => KeyColumns().Contains(column);

    /// <summary>What order lines say of products: the most frequent title, text and price, and the first date.</summary>
    /// <remarks>Products that a product file described keep what it said; their empty columns are filled.</remarks>
    private void DescribeProducts()
    {
        string[] described = [.. DescribedByOrders.Where(c => mapping.Of(c) is not null)];
        bool first = workspace.Scalar<bool>($"SELECT NOT EXISTS (FROM order_lines WHERE import_id <> {importId})", cancellationToken);
        string lines = first
            ? "order_lines"
            : $"(SELECT * FROM order_lines SEMI JOIN (SELECT DISTINCT product_id FROM order_lines WHERE import_id = {importId}) USING (product_id))";
        Run($"""
            CREATE OR REPLACE TEMP TABLE sold AS
            SELECT p.product_id, t.title, c.price, p.first_seen{string.Concat(described.Select(d => $", {d}.{d}"))}
            FROM (SELECT product_id, min(ordered_at) AS first_seen FROM {lines} GROUP BY product_id) p
            LEFT JOIN {MostFrequent("title", "title", lines)} t USING (product_id)
            LEFT JOIN {MostFrequent("unit_price", "price", $"(FROM {lines} WHERE unit_price > 0)")} c USING (product_id)
            {string.Concat(described.Select(d => $" LEFT JOIN {MostFrequent(d, d, rows)} {d} USING (product_id)"))}
            """);
        string[] columns = ["title", "price", "first_seen", .. described];
        string set = string.Join(", ", columns.Select(c => $"{c} = CASE WHEN p.catalogued THEN coalesce(p.{c}, s.{c}) ELSE coalesce(s.{c}, p.{c}) END"));
        Run($"UPDATE products p SET {set} FROM sold s WHERE p.product_id = s.product_id");
        string list = string.Join(", ", columns);
        Run($"INSERT INTO products (product_id, {list}, catalogued) SELECT product_id, {list}, false FROM sold s ANTI JOIN products p USING (product_id) ORDER BY product_id");
        Run("DROP TABLE sold");
    }

    // Equally frequent values are decided by their own order, so that the result does not depend on threads.
    private static string MostFrequent(string column, string name, string from) =>
        $"""
        (SELECT product_id, {column} AS {name}
         FROM (SELECT product_id, {column}, count(*) AS n FROM {from} WHERE {column} IS NOT NULL GROUP BY ALL)
         QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY n DESC, {column}) = 1)
        """;

    private void Run(string sql) => workspace.Execute(sql, cancellationToken);
}
