namespace Kindred.Store.Cleaning.Rules;

/// <summary>Counts baskets of very many products and takes out the extreme ones.</summary>
internal sealed record OversizeBasketsRule() : CleaningRule(
    RuleIds.OversizeBaskets, "Baskets of more distinct products than a person chooses together; only extreme ones are taken out.", o => o.OversizeBaskets)
{
    // Counting lines first leaves few orders for the exact count of distinct products.
    private static string Oversize(int warn) => $"""
        CREATE OR REPLACE TEMP TABLE long_orders AS
        SELECT order_id, count(DISTINCT product) AS size FROM left_lines
        SEMI JOIN (SELECT order_id FROM left_lines GROUP BY order_id HAVING count(*) > {warn}) USING (order_id)
        GROUP BY order_id HAVING size > {warn}
        """;

    public override string RemovedMarks => "detail LIKE 'extreme%'";

    public override RuleFindings Find(CleaningSession session, int number)
    {
        int warn = session.Options.OversizeWarnAbove;
        int remove = session.Options.OversizeRemoveAbove;
        session.Execute(Oversize(warn));
        session.Execute($"""
            INSERT INTO marks
            SELECT line, {number}, CASE WHEN size > {remove} THEN 'extreme: ' ELSE 'large: ' END || size || ' products'
            FROM left_lines JOIN long_orders USING (order_id)
            """);
        return new RuleFindings(
            new Dictionary<string, long>
            {
                ["baskets_large"] = session.Long($"SELECT count(*) FROM long_orders WHERE size <= {remove}"),
                ["baskets_extreme"] = session.Long($"SELECT count(*) FROM long_orders WHERE size > {remove}"),
            },
            session.Rows(
                $"SELECT order_id, size FROM long_orders ORDER BY size DESC, order_id LIMIT {session.Options.Examples}",
                r => $"Order {r.GetString(0)} holds {r.GetInt64(1):N0} distinct products."));
    }
}

/// <summary>Counts baskets that hold one product: they say nothing about what goes together but belong to the base of support.</summary>
internal sealed record SingleProductBasketsRule() : CleaningRule(
    RuleIds.SingleProductBaskets, "Baskets that hold one distinct product.", o => o.SingleProductBaskets)
{
    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute($"""
            INSERT INTO marks SELECT line, {number}, NULL FROM left_lines SEMI JOIN (
                SELECT order_id FROM left_lines GROUP BY order_id HAVING min(product) = max(product)) USING (order_id)
            """);
        return RuleFindings.None;
    }
}
