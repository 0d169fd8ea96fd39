namespace Kindred.Mining.Rules;

/// <summary>How many rules there are, found without keeping them.</summary>
/// <param name="Rules">Rules within the limits on confidence, lift and consequent length.</param>
/// <param name="Candidates">
/// Rules that reach the minimum support and the consequent length, whatever their confidence and lift: the number of
/// hypotheses that a correction must count. Saturates at <see cref="long.MaxValue"/>.
/// </param>
public readonly record struct RuleCount(long Rules, long Candidates)
{
    /// <summary>Bytes that a <see cref="RuleTable"/> with these rules takes: 12 a rule.</summary>
    public long TableBytes => 12 * Rules;
}
