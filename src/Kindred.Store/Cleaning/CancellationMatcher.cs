using DuckDB.NET.Data;

namespace Kindred.Store.Cleaning;

/// <summary>Matches cancelling lines to the lines they cancel.</summary>
/// <remarks>
/// A line is a cancellation when its order's id is the cancellation prefix followed by digits, or when its quantity is negative and
/// an earlier line of the same customer, product and price has just that quantity (a negative twin). If most prefixed ids,
/// without their prefix, are orders themselves, originals are looked for in that order; otherwise among the earlier lines
/// of the same customer, product and price. The latest earlier line of exactly that quantity is taken first; else the
/// latest earlier lines are used up one after another. Only lines that share a key with a cancellation are sorted and
/// read; the matches themselves are held in memory: 40 bytes a match.
/// </remarks>
internal static class CancellationMatcher
{
    public static void Run(CleaningSession session)
    {
        FindReversals(session);
        List<Match> matches = MatchAll(session, Keys(session));
        session.Execute("CREATE OR REPLACE TEMP TABLE matches (line BIGINT, original BIGINT, quantity DECIMAL(18,4), whole BOOLEAN)");
        session.Append("matches", matches, (row, m) => row.AppendValue(m.Line).AppendValue(m.Original).AppendValue(m.Quantity).AppendValue(m.Whole));
        Classify(session);
    }

    private static void FindReversals(CleaningSession session)
    {
        string prefix = session.Options.CancellationPrefix;
        string prefixed = prefix.Length == 0
            ? "false"
            : $"(starts_with(lower(order_id), '{prefix.ToLowerInvariant()}') AND regexp_full_match(order_id, '(?i){prefix}[-_ ]?[0-9]+'))";
        session.Execute($"""
            CREATE OR REPLACE TEMP TABLE reversals AS
            SELECT line, {prefixed} AS prefixed, regexp_extract(order_id, '[0-9]+$') AS referred, product, customer_id, unit_price,
                coalesce(abs(quantity), 1) AS quantity, ordered_at, NULL::VARCHAR AS kind
            FROM lines WHERE quantity < 0 OR {prefixed}
            """);
    }

    // Columns of a line, and the same of a reversal, that a cancellation shares with what it cancels; where one is NULL nothing matches.
    private static (string Line, string Reversal)[] Keys(CleaningSession session)
    {
        bool byOrder = session.Long("""
            SELECT count(*) FILTER (known) * 2 > count(*) FROM (
                SELECT r.referred IN (SELECT order_id FROM order_lines SEMI JOIN (
                    SELECT DISTINCT referred AS order_id FROM reversals WHERE prefixed) USING (order_id)) AS known
                FROM reversals r WHERE prefixed)
            """) == 1;
        return byOrder
            ? [("order_id", "referred"), ("product", "product")]
            : [("customer_id", "customer_id"), ("product", "product"), ("unit_price", "unit_price")];
    }

    private static List<Match> MatchAll(CleaningSession session, (string Line, string Reversal)[] keys)
    {
        string key = string.Join(" || chr(0) || ", keys.Select(k => k.Line));
        string reversalKeys = string.Join(", ", keys.Select((k, i) => $"{k.Reversal} AS key{i}"));
        string reversalKey = string.Join(" || chr(0) || ", keys.Select((_, i) => $"key{i}"));
        string same = string.Join(" AND ", keys.Select((k, i) => $"c.key{i} = {k.Line}"));
        var stack = new List<Purchase>();
        var matches = new List<Match>();
        string? current = null;
        session.ForEach(
            $"""
            WITH cancelling AS (
                SELECT line, {reversalKey} AS key, * EXCLUDE (line) FROM (SELECT line, {reversalKeys}, quantity, ordered_at, prefixed FROM reversals WHERE quantity > 0)),
            bought AS (
                SELECT line, {key} AS key, coalesce(quantity, 1) AS quantity, ordered_at FROM lines
                SEMI JOIN cancelling c ON {same} WHERE coalesce(quantity, 1) > 0 AND line NOT IN (SELECT line FROM reversals))
            SELECT key, line, quantity, false AS cancels, false AS prefixed, ordered_at FROM bought
            UNION ALL SELECT key, line, quantity, true, prefixed, ordered_at FROM cancelling WHERE key IS NOT NULL
            ORDER BY key, ordered_at NULLS FIRST, cancels, line
            """,
            r =>
            {
                if (r.GetString(0) != current)
                {
                    current = r.GetString(0);
                    stack.Clear();
                }

                Step(r, stack, matches);
            });
        return matches;
    }

    private static void Step(DuckDBDataReader r, List<Purchase> stack, List<Match> matches)
    {
        long line = r.GetInt64(1);
        decimal quantity = r.GetDecimal(2);
        if (!r.GetBoolean(3))
        {
            stack.Add(new Purchase(line, quantity, quantity));
            return;
        }

        int exact = stack.FindLastIndex(p => p.Left == quantity && p.Bought == quantity);
        if (exact >= 0)
        {
            matches.Add(new Match(line, stack[exact].Line, quantity, true));
            stack.RemoveAt(exact);
        }
        else if (r.GetBoolean(4))
        {
            UseUp(line, quantity, stack, matches);
        }
    }

    // A negative line without cancelling order id takes only an exact twin; one with it also takes parts of earlier lines.
    private static void UseUp(long line, decimal quantity, List<Purchase> stack, List<Match> matches)
    {
        while (quantity > 0 && stack.Count > 0)
        {
            Purchase latest = stack[^1];
            decimal taken = Math.Min(quantity, latest.Left);
            matches.Add(new Match(line, latest.Line, taken, taken == latest.Bought));
            quantity -= taken;
            stack.RemoveAt(stack.Count - 1);
            if (latest.Left > taken)
            {
                stack.Add(latest with { Left = latest.Left - taken });
            }
        }
    }

    private static void Classify(CleaningSession session) => session.Execute("""
        CREATE OR REPLACE TEMP TABLE originals AS
        SELECT m.original, coalesce(any_value(l.quantity), 1) - sum(m.quantity) AS rest
        FROM matches m JOIN order_lines l ON l.rowid = m.original GROUP BY m.original;
        UPDATE reversals SET kind = CASE WHEN prefixed OR line IN (SELECT line FROM matches) THEN 'cancellation' ELSE 'return' END;
        """);

    private readonly record struct Purchase(long Line, decimal Bought, decimal Left);

    private readonly record struct Match(long Line, long Original, decimal Quantity, bool Whole);
}
