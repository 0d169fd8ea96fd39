namespace Kindred.Mining.Rules;

/// <summary>What later baskets say of a rule found in earlier ones.</summary>
public enum HoldOutVerdict
{
    /// <summary>Significant again, corrected for all rules carried over.</summary>
    Confirmed,

    /// <summary>Not significant, though a rule as strong as the one found would have been expected to be.</summary>
    NotConfirmed,

    /// <summary>Not significant, but nor would a rule as strong as the one found be expected to be in so few baskets.</summary>
    TooFewToSay,
}
