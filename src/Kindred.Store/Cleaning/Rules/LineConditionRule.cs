namespace Kindred.Store.Cleaning.Rules;

/// <summary>A rule that needs to see no more than the line itself.</summary>
/// <param name="Id">One of <see cref="RuleIds"/>.</param>
/// <param name="Summary">What the rule looks for.</param>
/// <param name="Mode">The option that switches the rule.</param>
/// <param name="Condition">The SQL condition on a row of <c>lines</c>.</param>
/// <param name="Detail">The SQL expression of what is said about the line.</param>
internal sealed record LineConditionRule(string Id, string Summary, Func<CleaningOptions, RuleMode> Mode, string Condition, string Detail)
    : CleaningRule(Id, Summary, Mode)
{
    public override RuleFindings Find(CleaningSession session, int number)
    {
        session.Execute($"INSERT INTO marks SELECT line, {number}, {Detail} FROM lines WHERE {Condition}");
        return RuleFindings.None;
    }
}
