namespace Kindred.Store.Cleaning.Rules;

/// <summary>Finds second and later copies of lines that are equal in every column.</summary>
/// <remarks>
/// Two steps keep the memory bounded: lines are grouped by a 64-bit hash of all columns (an aggregation that DuckDB spills
/// to disk), and only those whose hash occurs twice are compared column by column, so a hash collision changes nothing.
/// </remarks>
internal sealed record DuplicatesRule() : CleaningRule(
    RuleIds.Duplicates, "Second and later copies of a line that is equal in every column.", o => o.Duplicates)
{
    private const string Columns =
        "order_id, product_id, customer_id, ordered_at, quantity, unit_price, discount, store, channel, promotion_id, title";

    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute($"""
            CREATE OR REPLACE TEMP TABLE repeated AS
            SELECT hash({Columns}) AS key FROM order_lines GROUP BY key HAVING count(*) > 1
            """);
        session.Execute($"""
            INSERT INTO marks
            SELECT line, {number}, 'copy of line ' || original FROM (
                SELECT l.rowid AS line, min(l.rowid) OVER (PARTITION BY {Columns}) AS original
                FROM order_lines l SEMI JOIN repeated r ON hash({Columns}) = r.key)
            WHERE line <> original
            """);
        session.Execute("DROP TABLE repeated");
        return RuleFindings.None;
    }
}
