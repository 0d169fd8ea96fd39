using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Baskets;

/// <summary>Loads the clean order lines as baskets. DuckDB numbers, joins and sorts; here the sorted pairs are packed.</summary>
public static class BasketLoader
{
    /// <summary>Loads baskets; the same lines give the same arrays.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="options">Null: all clean lines.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="WorkspaceException">There are more (basket, product) pairs than fit: 2,147,483,591.</exception>
    public static LoadedBaskets LoadBaskets(this Workspace workspace, BasketOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string lines = Lines(options ?? new BasketOptions());
        workspace.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE basket_products AS
            SELECT product_id, CAST(row_number() OVER (ORDER BY product_id) - 1 AS BIGINT) AS product_row FROM (SELECT DISTINCT product_id FROM {lines});
            CREATE OR REPLACE TEMP TABLE basket_orders AS
            SELECT order_id, first_at, CAST(row_number() OVER (ORDER BY first_at NULLS FIRST, order_id) - 1 AS BIGINT) AS basket
            FROM (SELECT order_id, min(ordered_at) AS first_at FROM {lines} GROUP BY order_id);
            """,
            cancellationToken);
        try
        {
            (Vocabulary vocabulary, string?[] titles) = ReadProducts(workspace, cancellationToken);
            DateTime[]? times = ReadTimes(workspace, cancellationToken);
            BasketSet baskets = ReadPairs(workspace, lines, vocabulary, cancellationToken);
            return new LoadedBaskets(baskets, times, titles);
        }
        finally
        {
            workspace.Execute("DROP TABLE IF EXISTS basket_products; DROP TABLE IF EXISTS basket_orders;", CancellationToken.None);
        }
    }

    private static string Lines(BasketOptions options)
    {
        var conditions = new List<string> { "true" };
        if (options.From is { } from)
        {
            conditions.Add($"ordered_at >= TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss.ffffff}'");
        }

        if (options.Until is { } until)
        {
            conditions.Add($"ordered_at < TIMESTAMP '{until:yyyy-MM-dd HH:mm:ss.ffffff}'");
        }

        return $"(SELECT order_id, product_id, ordered_at FROM {Sql.Name(options.Lines)} WHERE {string.Join(" AND ", conditions)})";
    }

    private static (Vocabulary Products, string?[] Titles) ReadProducts(Workspace workspace, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var titles = new List<string?>();
        using DuckDBDataReader reader = workspace.Query(
            "SELECT b.product_id, p.title FROM basket_products b LEFT JOIN products p USING (product_id) ORDER BY b.product_row", cancellationToken);
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
            titles.Add(reader.IsDBNull(1) ? null : reader.GetString(1));
        }

        return (new Vocabulary(ids), [.. titles]);
    }

    private static DateTime[]? ReadTimes(Workspace workspace, CancellationToken cancellationToken)
    {
        var times = new DateTime[workspace.Scalar<long>("SELECT count(*) FROM basket_orders", cancellationToken)];
        bool any = false;
        using DuckDBDataReader reader = workspace.Query("SELECT first_at FROM basket_orders ORDER BY basket", cancellationToken);
        for (int basket = 0; reader.Read(); basket++)
        {
            if (!reader.IsDBNull(0))
            {
                times[basket] = DateTime.SpecifyKind(reader.GetDateTime(0), DateTimeKind.Utc);
                any = true;
            }
        }

        return any ? times : null;
    }

    // A pair is basket × 2³² + product row, so that one sort by a number orders both.
    private static BasketSet ReadPairs(Workspace workspace, string lines, Vocabulary products, CancellationToken cancellationToken)
    {
        int basketCount = checked((int)workspace.Scalar<long>("SELECT count(*) FROM basket_orders", cancellationToken));
        long mostPairs = workspace.Scalar<long>($"SELECT count(*) FROM {lines}", cancellationToken);
        if (mostPairs > Array.MaxLength)
        {
            throw new WorkspaceException($"There are {mostPairs} order lines, and at most {Array.MaxLength} can be mined at once; narrow the time range.");
        }

        int[] offsets = new int[basketCount + 1];
        int[] rows = new int[mostPairs];
        int count = 0;
        long previous = -1;
        using DuckDBDataReader reader = workspace.Query(
            $"""
            SELECT (o.basket << 32) | p.product_row AS pair
            FROM {lines} l JOIN basket_orders o USING (order_id) JOIN basket_products p USING (product_id) ORDER BY pair
            """,
            streaming: true,
            cancellationToken);
        while (reader.Read())
        {
            long pair = reader.GetInt64(0);
            if (pair != previous)
            {
                rows[count++] = (int)pair;
                offsets[(pair >> 32) + 1] = count;
                previous = pair;
            }
        }

        return new BasketSet(products, offsets, rows);
    }
}
