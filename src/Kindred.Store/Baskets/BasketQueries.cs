using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Baskets;

/// <summary>Makes baskets of more order lines than fit in memory: DuckDB numbers, joins and sorts, on disk where it must.</summary>
internal sealed class BasketQueries(Workspace workspace, BasketOptions options, string lines, CancellationToken cancellation)
{
    /// <summary>Loads ids, baskets and what else was asked for; the same as <see cref="BasketPacker"/>.</summary>
    public (BasketSet Baskets, DateTime[]? Times, BasketLabels? Customers, BasketLabels? Segments) Load()
    {
        try
        {
            workspace.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE basket_products AS
                SELECT product_id, CAST(row_number() OVER (ORDER BY product_id) - 1 AS BIGINT) AS product_row FROM (SELECT DISTINCT product_id FROM {lines});
                CREATE OR REPLACE TEMP TABLE basket_orders AS
                SELECT *, CAST(row_number() OVER (ORDER BY first_at NULLS FIRST, order_id) - 1 AS BIGINT) AS basket
                FROM (SELECT order_id, min(ordered_at) AS first_at, min(customer) AS customer, min(segment) AS segment FROM {lines} GROUP BY order_id);
                """,
                cancellation);
            var products = new Vocabulary(Texts("SELECT product_id FROM basket_products ORDER BY product_row"));
            return (ReadPairs(products), ReadTimes(), options.Customers ? Labels("customer") : null, options.SegmentColumn is null ? null : Labels("segment"));
        }
        finally
        {
            workspace.Execute("DROP TABLE IF EXISTS basket_products; DROP TABLE IF EXISTS basket_orders;", CancellationToken.None);
        }
    }

    private List<string> Texts(string sql)
    {
        var texts = new List<string>();
        using DuckDBDataReader reader = workspace.Query(sql, cancellation);
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private BasketLabels Labels(string column)
    {
        string[] names = [.. Texts($"SELECT DISTINCT {column} FROM basket_orders WHERE {column} IS NOT NULL ORDER BY 1")];
        var rows = new List<int>();
        using DuckDBDataReader reader = workspace.Query(
            $"""
            SELECT coalesce(n.label_row, -1) FROM basket_orders o LEFT JOIN (
                SELECT label, CAST(row_number() OVER (ORDER BY label) - 1 AS BIGINT) AS label_row FROM (SELECT DISTINCT {column} AS label FROM basket_orders WHERE {column} IS NOT NULL)) n
            ON o.{column} = n.label ORDER BY o.basket
            """,
            cancellation);
        while (reader.Read())
        {
            rows.Add((int)reader.GetInt64(0));
        }

        return new BasketLabels([.. rows], names);
    }

    private DateTime[]? ReadTimes()
    {
        var times = new DateTime[workspace.Scalar<long>("SELECT count(*) FROM basket_orders", cancellation)];
        bool any = false;
        using DuckDBDataReader reader = workspace.Query("SELECT first_at FROM basket_orders ORDER BY basket", cancellation);
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
    private BasketSet ReadPairs(Vocabulary products)
    {
        int basketCount = checked((int)workspace.Scalar<long>("SELECT count(*) FROM basket_orders", cancellation));
        int[] offsets = new int[basketCount + 1];
        int[] rows = new int[workspace.Scalar<long>($"SELECT count(*) FROM {lines}", cancellation)];
        int count = 0;
        long previous = -1;
        using DuckDBDataReader reader = workspace.Query(
            $"""
            SELECT (o.basket << 32) | p.product_row AS pair
            FROM {lines} l JOIN basket_orders o USING (order_id) JOIN basket_products p USING (product_id) ORDER BY pair
            """,
            streaming: true,
            cancellation);
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
