using DuckDB.NET.Data;

namespace Kindred.Store.Cleaning;

/// <summary>Runs one rule, takes its lines out where it applies, and writes its account.</summary>
internal static class RuleRunner
{
    public static RuleAccount Run(CleaningSession session, CleaningRule rule, int number)
    {
        RuleMode mode = rule.Mode(session.Options);
        RuleFindings findings = mode == RuleMode.Off ? RuleFindings.None : rule.Find(session, number);
        long found = session.Long($"SELECT count(*) FROM marks WHERE rule = {number}");
        string? heldBack = mode == RuleMode.Apply ? Apply(session, rule, number) : null;
        return new RuleAccount
        {
            Id = rule.Id,
            Summary = rule.Summary,
            Mode = mode,
            HeldBack = heldBack,
            LinesFound = found,
            OrdersFound = session.Long($"SELECT count(DISTINCT order_id) FROM order_lines l JOIN marks m ON m.line = l.rowid WHERE m.rule = {number}"),
            LinesRemoved = session.Long($"SELECT count(*) FROM gone WHERE rule = {number}"),
            Details = findings.Details,
            Examples = Examples(session, number),
            Notes = findings.Notes,
        };
    }

    private static string? Apply(CleaningSession session, CleaningRule rule, int number)
    {
        string? heldBack = rule.RemovesLines ? Remove(session, rule, number) : null;
        if (heldBack is null)
        {
            rule.Apply(session);
        }

        return heldBack;
    }

    private static string? Remove(CleaningSession session, CleaningRule rule, int number)
    {
        string marks = $"FROM marks WHERE rule = {number} AND ({rule.RemovedMarks})";
        double share = (double)session.Long($"SELECT count(*) {marks}") / session.LineCount;
        if (share > session.Options.MaxShareRemoved)
        {
            return $"It would remove {share:P1} of all lines, more than {nameof(CleaningOptions.MaxShareRemoved)} ({session.Options.MaxShareRemoved:P0}) allows, so it only counted; "
                + "look at the examples, and raise that limit if they are right.";
        }

        session.Execute($"INSERT INTO gone SELECT line, {number} FROM (SELECT DISTINCT line {marks}) ANTI JOIN gone USING (line)");
        return null;
    }

    private static List<LineExample> Examples(CleaningSession session, int number) => session.Rows(
        $"""
        SELECT l.rowid, order_id, product_id, customer_id, ordered_at, quantity, unit_price, title, detail
        FROM order_lines l JOIN (
            SELECT line, any_value(detail) AS detail FROM marks WHERE rule = {number}
            GROUP BY line ORDER BY line LIMIT {session.Options.Examples}) m ON m.line = l.rowid
        ORDER BY l.rowid
        """,
        ReadExample);

    private static LineExample ReadExample(DuckDBDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), Text(r, 3), r.IsDBNull(4) ? null : r.GetDateTime(4),
        r.IsDBNull(5) ? null : r.GetDecimal(5), r.IsDBNull(6) ? null : r.GetDecimal(6), Text(r, 7), Text(r, 8));

    private static string? Text(DuckDBDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
