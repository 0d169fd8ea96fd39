namespace Kindred.Store.Cleaning.Rules;

/// <summary>Merges ids that differ only in letter case or spaces, unless their titles say that they are different products.</summary>
internal sealed record IdVariantsRule() : CleaningRule(
    RuleIds.IdVariants, "Product ids that differ only in letter case or spaces and do not contradict each other's titles are one product.", o => o.IdVariants)
{
    // Ids with the same key agree when they share a title or when one of them has none.
    private const string FindGroups = """
        CREATE OR REPLACE TEMP TABLE id_variants AS
        WITH named AS (
            SELECT product_id, title, count(*) AS n, count(*) FILTER (unit_price IS NULL OR unit_price > 0) AS sold
            FROM order_lines GROUP BY product_id, title),
        ids AS (
            SELECT product_id, upper(regexp_replace(product_id, '\s+', '', 'g')) AS key, sum(n)::BIGINT AS n,
                list(DISTINCT upper(regexp_replace(trim(title), '\s+', ' ', 'g'))) FILTER (sold > 0) AS titles
            FROM named GROUP BY product_id),
        ranked AS (
            SELECT *, count(*) OVER (PARTITION BY key) AS members,
                first_value(product_id) OVER w AS canonical_id, first_value(titles) OVER w AS canonical_titles
            FROM ids WINDOW w AS (PARTITION BY key ORDER BY n DESC, product_id))
        SELECT product_id, canonical_id, n,
            len(list_filter(coalesce(titles, []), lambda t: t IS NOT NULL)) = 0
            OR len(list_filter(coalesce(canonical_titles, []), lambda t: t IS NOT NULL)) = 0
            OR list_has_any(titles, canonical_titles) AS agree
        FROM ranked WHERE members > 1 AND product_id <> canonical_id;
        """;

    public override bool RemovesLines => false;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute(FindGroups);
        session.Execute($"""
            INSERT INTO marks SELECT l.rowid, {number}, 'merged into ' || v.canonical_id
            FROM order_lines l JOIN id_variants v USING (product_id) WHERE v.agree
            """);
        var details = new Dictionary<string, long>
        {
            ["ids_merged"] = session.Long("SELECT count(*) FROM id_variants WHERE agree"),
            ["ids_kept_apart"] = session.Long("SELECT count(*) FROM id_variants WHERE NOT agree"),
        };
        List<string> notes = session.Rows(
            $"SELECT product_id, canonical_id, agree FROM id_variants ORDER BY agree, n DESC, product_id LIMIT {session.Options.Examples}",
            r => r.GetBoolean(2)
                ? $"{r.GetString(0)} is {r.GetString(1)}."
                : $"{r.GetString(0)} and {r.GetString(1)} stay apart: their titles differ.");
        return new RuleFindings(details, notes);
    }

    public override void Apply(CleaningSession session) =>
        session.Execute("INSERT INTO aliases SELECT product_id, canonical_id FROM id_variants WHERE agree");
}
