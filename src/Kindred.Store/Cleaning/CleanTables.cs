using System.Text.Json;

namespace Kindred.Store.Cleaning;

/// <summary>Writes what cleaning leaves and what it took out; a line stands in exactly one of the two.</summary>
internal static class CleanTables
{
    public static CleaningReport Write(CleaningSession session, IReadOnlyList<RuleAccount> accounts, IReadOnlyList<string> ruleIds)
    {
        WriteLines(session);
        WriteRemoved(session, ruleIds);
        WriteProducts(session);
        CleaningReport report = Summarise(session, accounts);
        session.Execute("CREATE OR REPLACE TABLE cleaning_log (report JSON NOT NULL, imports VARCHAR NOT NULL)");
        session.Execute(
            "INSERT INTO cleaning_log SELECT $1, count(*) || ':' || coalesce(max(import_id), 0) FROM imports",
            JsonSerializer.Serialize(report, CleaningJson.Options));
        return report;
    }

    private static void WriteLines(CleaningSession session)
    {
        string title = session.Options.ConflictingTitles == RuleMode.Apply ? "coalesce(c.title, l.title)" : "l.title";
        string blank = session.Options.BlankDescriptions == RuleMode.Apply ? "c.title" : "l.title";
        session.WriteMany($"""
            CREATE OR REPLACE TABLE kept_lines AS
            SELECT l.* EXCLUDE (line, product) REPLACE (
                l.product AS product_id, coalesce(r.quantity, l.quantity) AS quantity,
                CASE WHEN coalesce(trim(l.title), '') = '' THEN {blank} ELSE {title} END AS title)
            FROM left_lines l LEFT JOIN reduced r USING (line) LEFT JOIN chosen_titles c ON c.product = l.product;
            CREATE OR REPLACE VIEW clean_lines AS SELECT * FROM kept_lines;
            CREATE OR REPLACE TABLE changed_lines AS
            SELECT '{RuleIds.CancelledOrders}' AS rule, l.line, l.order_id, l.product_id, l.quantity AS quantity_before, r.quantity AS quantity_after
            FROM left_lines l JOIN reduced r USING (line);
            """);
    }

    private static void WriteRemoved(CleaningSession session, IReadOnlyList<string> ruleIds)
    {
        string names = string.Join(", ", ruleIds.Select((id, number) => $"({number}, '{id}')"));
        session.Execute($"""
            CREATE OR REPLACE TABLE removed_lines AS
            SELECT n.name AS rule, m.detail, l.rowid AS line, l.*
            FROM order_lines l JOIN gone g ON g.line = l.rowid
            JOIN (VALUES {names}) n(number, name) ON n.number = g.rule
            JOIN (SELECT line, rule, min(detail) AS detail FROM marks SEMI JOIN gone USING (line, rule) GROUP BY line, rule) m ON m.line = g.line AND m.rule = g.rule
            """);
    }

    private static void WriteProducts(CleaningSession session)
    {
        string title = session.Options.ConflictingTitles == RuleMode.Apply ? "coalesce(c.title, p.title)" : "coalesce(p.title, c.title)";
        session.Execute($"""
            CREATE OR REPLACE TABLE product_aliases AS SELECT * FROM aliases;
            CREATE OR REPLACE TABLE clean_products AS
            SELECT k.product_id, {title} AS title, p.* EXCLUDE (product_id, title)
            FROM (SELECT DISTINCT product_id FROM kept_lines) k
            LEFT JOIN (SELECT DISTINCT ON (product_id) * FROM products ORDER BY ALL) p USING (product_id)
            LEFT JOIN chosen_titles c ON c.product = k.product_id;
            """);
    }

    private static CleaningReport Summarise(CleaningSession session, IReadOnlyList<RuleAccount> accounts) => new()
    {
        LinesBefore = session.LineCount,
        LinesAfter = session.Long("SELECT count(*) FROM kept_lines"),
        OrdersBefore = session.Long("SELECT count(DISTINCT order_id) FROM order_lines"),
        OrdersAfter = session.Long("SELECT count(DISTINCT order_id) FROM kept_lines"),
        ProductsBefore = session.Long("SELECT count(DISTINCT product_id) FROM order_lines"),
        ProductsAfter = session.Long("SELECT count(DISTINCT product_id) FROM kept_lines"),
        Rules = accounts,
    };
}
