namespace Kindred.Store.Cleaning;

/// <summary>One cleaning rule: finds lines and marks them with its number.</summary>
/// <param name="Id">One of <see cref="RuleIds"/>.</param>
/// <param name="Summary">What the rule looks for, in a sentence.</param>
/// <param name="Mode">The option that switches the rule.</param>
internal abstract record CleaningRule(string Id, string Summary, Func<CleaningOptions, RuleMode> Mode)
{
    /// <summary>False for rules that name or merge and never take a line out.</summary>
    public virtual bool RemovesLines => true;

    /// <summary>Finds: inserts (line, <paramref name="number"/>, detail) into <c>marks</c> and says what it counted.</summary>
    public abstract RuleFindings Find(CleaningSession session, int number);

    /// <summary>What an applied rule does beside taking lines out.</summary>
    public virtual void Apply(CleaningSession session)
    {
    }

    /// <summary>The marks of this rule that take their line out when the rule applies; a condition on <c>marks</c>.</summary>
    public virtual string RemovedMarks => "true";
}

/// <summary>What a rule says beside its marks.</summary>
/// <param name="Details">Counts by name.</param>
/// <param name="Notes">Sentences about particular products.</param>
internal sealed record RuleFindings(IReadOnlyDictionary<string, long> Details, IReadOnlyList<string> Notes)
{
    public static RuleFindings None { get; } = new(new Dictionary<string, long>(), []);
}
