namespace Kindred.Store.Cleaning.Rules;

/// <summary>Finds quantities far above what the product usually sells.</summary>
/// <remarks>
/// The modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993) on x = ln(quantity):
/// (x − median) / max(1.4826 · MAD, ln 2). Differs from the book: the scale has a floor of one doubling, because for many
/// products every usual quantity is the same and the MAD is 0. Medians are taken over (product, quantity) counts, which
/// stay small whatever the number of lines, and are exact.
/// </remarks>
internal sealed record OutlierQuantitiesRule() : CleaningRule(
    RuleIds.OutlierQuantities, "Quantities far above the product's median (robust z-score of ln(quantity)).", o => o.OutlierQuantities)
{
    private static string Limits(CleaningOptions options) => $"""
        WITH counts AS (
            SELECT *, ln(quantity::DOUBLE) AS x FROM (SELECT product, quantity, count(*) AS n FROM left_lines WHERE quantity > 0 GROUP BY ALL)),
        placed AS (
            SELECT *, sum(n) OVER (PARTITION BY product ORDER BY x) AS upto, sum(n) OVER (PARTITION BY product) AS total FROM counts),
        medians AS (
            SELECT product, min(x) AS median FROM placed WHERE upto * 2 >= total AND total >= {options.OutlierMinLines} GROUP BY product),
        deviations AS (
            SELECT product, median, abs(x - median) AS d, sum(n) AS n FROM counts JOIN medians USING (product) GROUP BY ALL),
        placed_deviations AS (
            SELECT *, sum(n) OVER (PARTITION BY product ORDER BY d) AS upto, sum(n) OVER (PARTITION BY product) AS total FROM deviations),
        limits AS (
            SELECT product, any_value(median) AS median, any_value(median) + {options.OutlierScore} * greatest(1.4826 * min(d), ln(2)) AS most
            FROM placed_deviations WHERE upto * 2 >= total GROUP BY product),
        outliers AS (SELECT product, quantity, median, most FROM counts JOIN limits USING (product) WHERE x > most)
        """;

    public override RuleFindings Find(CleaningSession session, int number)
    {
        string limits = Limits(session.Options);
        session.Execute($"""
            INSERT INTO marks {limits}
            SELECT line, {number}, 'usually ' || round(exp(median))::BIGINT || ', at most ' || floor(exp(most) + 1e-6)::BIGINT || ' expected'
            FROM left_lines JOIN outliers USING (product, quantity)
            """);
        return RuleFindings.None;
    }
}
