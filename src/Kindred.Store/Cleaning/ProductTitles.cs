namespace Kindred.Store.Cleaning;

/// <summary>Decides which title names each product, from the titles its lines carry.</summary>
/// <remarks>
/// Shops write stock-keeping notes ("damaged", "check", "?") where the description belongs. A title is a note when it was never
/// sold (no line at a price above zero) and one of these holds: it consists of note words only; it has no letter; it stands,
/// always in the minority, at three or more products; its product sells under another title.
/// </remarks>
internal static class ProductTitles
{
    private const string NoteWords =
        "damaged?|damages|wet|rusty|rust|smashed|crushed|cracked|broken|faulty|mouldy|check|checked|stock ?check|found|lost|missing|counted"
        + "|adjust|adjustment|adjusted|thrown|throw|away|destroyed|unsaleable|returned|display|mailout|mixed|mix|up|put|aside|sold|as|set|on|had|been"
        + "|incorrect|wrong|wrongly|coded|marked|stock|entry|amazon|ebay|dotcom|sales|sample|samples|test|pallet|box|can't|sell|re-?added|label|a|in|of|and|for"
        + "|破损|损坏|盘点|盘亏|盘盈|丢失|待查|调整|报废|测试|退回|样品";

    private static readonly string WordsOnly = $@"^[\s?!.,/&\d-]*(?:(?:{NoteWords})[\s?!.,/&\d-]*)+$";

    public static void Build(CleaningSession session)
    {
        session.Execute("""
            CREATE OR REPLACE TEMP TABLE title_counts AS
            SELECT product, trim(title) AS title, upper(regexp_replace(trim(title), '\s+', ' ', 'g')) AS form, sum(n)::BIGINT AS n,
                sum(sold)::BIGINT AS sold, NULL::VARCHAR AS note
            FROM (SELECT product, title, count(*) AS n, count(*) FILTER (unit_price > 0) AS sold FROM lines WHERE title IS NOT NULL GROUP BY product, title)
            WHERE trim(title) <> '' GROUP BY ALL
            """);
        session.Execute("""
            CREATE OR REPLACE TEMP TABLE title_counts AS
            WITH placed AS (
                SELECT *, n < max(n) OVER p AS minor, max(sold) OVER p > 0 AS product_sold FROM title_counts WINDOW p AS (PARTITION BY product)),
            shared AS (SELECT *, count(DISTINCT product) OVER f AS products, bool_and(minor) OVER f AS always_minor FROM placed WINDOW f AS (PARTITION BY form))
            SELECT product, title, form, n, CASE
                WHEN sold > 0 THEN NULL
                WHEN regexp_full_match(lower(title), $1) THEN 'note words'
                WHEN NOT regexp_matches(title, '\p{L}') THEN 'no letters'
                WHEN products >= 3 AND always_minor THEN 'stands at ' || products || ' products'
                WHEN product_sold THEN 'never sold' END AS note
            FROM shared
            """.Replace("$1", $"'{WordsOnly.Replace("'", "''")}'"));
        string candidates = session.Options.WarehouseNotes == RuleMode.Apply ? "WHERE note IS NULL" : string.Empty;
        session.Execute($"""
            CREATE OR REPLACE TEMP TABLE chosen_titles AS
            SELECT product, first(title ORDER BY n DESC, title) AS title FROM title_counts {candidates} GROUP BY product
            """);
    }
}
