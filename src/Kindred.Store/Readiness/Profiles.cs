using Kindred.Store.Queries;

namespace Kindred.Store.Readiness;

/// <summary>Counts what the readiness report says of baskets, products, time and customers.</summary>
/// <remarks>Works on the temporary tables <c>ready_pairs(basket, product_row)</c>, <c>ready_baskets</c> and <c>ready_products</c>.</remarks>
internal static class Profiles
{
    private static readonly long[] BinStarts = [1, 2, 3, 6, 11, 21, 51, 101, 251];

    // Orders and products are numbered first, so that pairs are two numbers however long the ids are.
    public static void Build(CancellableQueries store) => store.Execute($"""
        CREATE OR REPLACE TEMP TABLE ready_titles AS
        SELECT product_id, has_title, CAST(row_number() OVER (ORDER BY product_id) - 1 AS INTEGER) AS product_row
        FROM (SELECT product_id, count(title) > 0 AS has_title FROM clean_lines GROUP BY product_id);
        CREATE OR REPLACE TEMP TABLE ready_orders AS
        SELECT *, CAST(row_number() OVER (ORDER BY order_id) - 1 AS INTEGER) AS basket, CAST(hash(order_id) % {BasketSample.HashParts} AS INTEGER) AS part
        FROM (
            SELECT order_id, min(customer_id) AS customer_id, min(ordered_at) AS ordered_at,
                coalesce(min(customer_id) <> max(customer_id), false) OR coalesce(min(ordered_at)::DATE <> max(ordered_at)::DATE, false) AS mixed
            FROM clean_lines GROUP BY order_id);
        CREATE OR REPLACE TEMP TABLE ready_pairs AS
        SELECT DISTINCT basket, product_row FROM clean_lines JOIN ready_orders USING (order_id) JOIN ready_titles USING (product_id);
        CREATE OR REPLACE TEMP TABLE ready_products AS
        SELECT * FROM ready_titles JOIN (SELECT product_row, count(*) AS baskets FROM ready_pairs GROUP BY product_row) USING (product_row);
        CREATE OR REPLACE TEMP TABLE ready_baskets AS
        SELECT basket, part, customer_id, ordered_at, mixed, size FROM ready_orders
        JOIN (SELECT basket, count(*) AS size FROM ready_pairs GROUP BY basket) USING (basket);
        DROP TABLE ready_titles; DROP TABLE ready_orders;
        """);

    public static void Drop(CancellableQueries store) =>
        store.Execute("DROP TABLE IF EXISTS ready_pairs; DROP TABLE IF EXISTS ready_products; DROP TABLE IF EXISTS ready_baskets;");

    public static BasketProfile Baskets(CancellableQueries store)
    {
        long products = store.Long("SELECT count(*) FROM ready_products");
        Dictionary<long, long> bins = store.Rows(
            $"SELECT list_max(list_filter([{string.Join(", ", BinStarts)}], lambda s: s <= size))::BIGINT AS bin, count(*) FROM ready_baskets GROUP BY bin",
            r => KeyValuePair.Create(r.GetInt64(0), r.GetInt64(1))).ToDictionary();
        return store.Rows(
            """
            SELECT count(*), coalesce(sum(size), 0)::BIGINT, coalesce(quantile_disc(size, 0.5), 0)::BIGINT, coalesce(quantile_disc(size, 0.9), 0)::BIGINT,
                coalesce(quantile_disc(size, 0.99), 0)::BIGINT, coalesce(max(size), 0)::BIGINT, count(*) FILTER (size = 1)
            FROM ready_baskets
            """,
            r => new BasketProfile(
                r.GetInt64(0), products, r.GetInt64(1), r.GetInt64(1) / Math.Max(1.0, (double)r.GetInt64(0) * products), r.GetInt64(1) / Math.Max(1.0, r.GetInt64(0)),
                r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), Bins(bins, r.GetInt64(5)))).Single();
    }

    public static PopularityProfile Popularity(CancellableQueries store, int coldBelow)
    {
        Dictionary<long, PopularityClass> classes = store.Rows(
            """
            WITH placed AS (
                SELECT baskets, sum(baskets) OVER (ORDER BY baskets DESC, product_id) - baskets AS before, sum(baskets) OVER () AS total FROM ready_products)
            SELECT (3 * before // total)::BIGINT AS class, count(*), sum(baskets)::BIGINT, quantile_disc(baskets, 0.5)::BIGINT, any_value(total)::BIGINT
            FROM placed GROUP BY class
            """,
            r => KeyValuePair.Create(r.GetInt64(0), new PopularityClass(r.GetInt64(1), (double)r.GetInt64(2) / r.GetInt64(4), r.GetInt64(3)))).ToDictionary();
        var none = new PopularityClass(0, 0, 0);
        return new PopularityProfile(
            classes.GetValueOrDefault(0, none), classes.GetValueOrDefault(1, none), classes.GetValueOrDefault(2, none),
            store.Long($"SELECT count(*) FROM ready_products WHERE baskets < {coldBelow}"));
    }

    public static SpanProfile Span(CancellableQueries store)
    {
        long repeat = store.Long("SELECT count(*) FROM (SELECT customer_id FROM ready_baskets WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING count(*) > 1)");
        return store.Rows(
            "SELECT min(ordered_at), max(ordered_at), count(DISTINCT customer_id), count(customer_id), count(ordered_at) FROM ready_baskets",
            r =>
            {
                DateTime? first = r.IsDBNull(0) ? null : r.GetDateTime(0);
                DateTime? last = r.IsDBNull(1) ? null : r.GetDateTime(1);
                return new SpanProfile(first, last, (last - first)?.Days ?? 0, r.GetInt64(2), repeat, r.GetInt64(3), r.GetInt64(4));
            }).Single();
    }

    public static IReadOnlyList<QualityPart> Quality(CancellableQueries store)
    {
        var parts = new List<QualityPart>();
        long lines = store.Long("SELECT count(*) FROM order_lines");
        long rejected = store.Long("SELECT count(*) FROM (SELECT DISTINCT source, line FROM rejected)");
        Add("lines_read", lines, lines + rejected, "lines of the files were read without a rejected value");
        long clean = store.Long("SELECT count(*) FROM clean_lines");
        Add("lines_kept", clean, lines, "read lines were kept by cleaning");
        foreach ((string column, string meaning) in ((string, string)[])[("customer_id", "a customer"), ("ordered_at", "a time"), ("quantity", "a quantity"), ("unit_price", "a price")])
        {
            Add($"lines_with_{column}", store.Long($"SELECT count({column}) FROM clean_lines"), clean, $"kept lines have {meaning}");
        }

        long baskets = store.Long("SELECT count(*) FROM ready_baskets");
        Add("baskets_consistent", store.Long("SELECT count(*) FROM ready_baskets WHERE NOT mixed"), baskets, "baskets have one customer and one day");
        Add("baskets_of_several", store.Long("SELECT count(*) FROM ready_baskets WHERE size > 1"), baskets, "baskets hold more than one product");
        long products = store.Long("SELECT count(*) FROM ready_products");
        Add(
            "products_with_title",
            store.Long("SELECT count(*) FROM ready_products WHERE has_title OR product_id IN (SELECT product_id FROM products WHERE title IS NOT NULL)"),
            products,
            "products have a title");
        Add(
            "products_with_category",
            store.Long("SELECT count(*) FROM ready_products SEMI JOIN (SELECT product_id FROM products WHERE category IS NOT NULL) p USING (product_id)"),
            products,
            "products have a category");
        return parts;

        void Add(string id, long good, long of, string what) =>
            parts.Add(new QualityPart(id, good, of, of == 0 ? 1 : (double)good / of, $"{good:N0} of {of:N0} {what}."));
    }

    private static List<SizeBin> Bins(Dictionary<long, long> counts, long largest) =>
        [.. BinStarts.Select((from, i) => new SizeBin(from, i + 1 < BinStarts.Length ? BinStarts[i + 1] - 1 : Math.Max(from, largest), counts.GetValueOrDefault(from)))];
}
