namespace Kindred.Store.Cleaning.Rules;

/// <summary>Finds cancellations, matches each to what it cancels, and takes both out (or lowers the original's quantity).</summary>
/// <remarks><see cref="CancellationMatcher"/> says what counts as a cancellation and how originals are found.</remarks>
internal sealed record CancelledOrdersRule() : CleaningRule(
    RuleIds.CancelledOrders, "Cancelling lines (order id C…, or a negative twin of an earlier line) and the lines they cancel.", o => o.CancelledOrders)
{
    public override RuleFindings Find(CleaningSession session, int number)
    {
        CancellationMatcher.Run(session);
        session.Execute($"""
            INSERT INTO marks SELECT r.line, {number}, CASE
                    WHEN m.line IS NULL THEN 'cancels nothing known'
                    ELSE 'cancels ' || m.taken || ' of order ' || m.first_order END
            FROM reversals r LEFT JOIN (
                SELECT m.line, sum(m.quantity)::BIGINT AS taken, min(o.order_id) AS first_order
                FROM matches m JOIN order_lines o ON o.rowid = m.original GROUP BY m.line) m USING (line)
            WHERE r.kind = 'cancellation';
            INSERT INTO marks SELECT original, {number}, 'cancelled' FROM originals WHERE rest <= 0;
            """);
        return new RuleFindings(Count(session), []);
    }

    public override void Apply(CleaningSession session) =>
        session.Execute("INSERT INTO reduced SELECT original, rest FROM originals WHERE rest > 0");

    private static Dictionary<string, long> Count(CleaningSession session) => session
        .Rows(
            """
            WITH outcome AS (
                SELECT r.quantity, r.prefixed, any_value(r.customer_id) AS customer_id, sum(m.quantity) AS taken, count(m.original) AS originals, bool_and(m.whole) AS whole
                FROM reversals r LEFT JOIN matches m USING (line) WHERE r.kind = 'cancellation' GROUP BY r.line, r.quantity, r.prefixed)
            SELECT count(*) AS cancelling_lines, count(*) FILTER (prefixed) AS by_order_id, count(*) FILTER (NOT prefixed) AS by_negative_twin,
                count(*) FILTER (taken = quantity AND originals = 1 AND whole) AS matched_full,
                count(*) FILTER (originals > 0 AND taken = quantity AND NOT (originals = 1 AND whole)) AS matched_partial,
                count(*) FILTER (taken < quantity) AS matched_short, count(*) FILTER (originals = 0) AS unmatched,
                count(*) FILTER (originals = 0 AND customer_id IS NULL) AS unmatched_without_customer,
                (SELECT count(*) FROM originals WHERE rest <= 0) AS originals_cancelled,
                (SELECT count(*) FROM originals WHERE rest > 0) AS originals_reduced
            FROM outcome
            """,
            r => Enumerable.Range(0, r.FieldCount).ToDictionary(r.GetName, r.GetInt64))
        .Single();
}

/// <summary>Finds negative quantities that are neither a cancelling order's nor the twin of an earlier line.</summary>
internal sealed record ReturnsRule() : CleaningRule(
    RuleIds.Returns, "Negative quantities that cancel nothing known: returns and stock corrections.", o => o.Returns)
{
    public override RuleFindings Find(CleaningSession session, int number)
    {
        if (session.Options.CancelledOrders == RuleMode.Off)
        {
            CancellationMatcher.Run(session);
        }

        session.Execute($"INSERT INTO marks SELECT line, {number}, 'quantity below zero' FROM reversals WHERE kind = 'return'");
        return RuleFindings.None;
    }
}
