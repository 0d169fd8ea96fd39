namespace Kindred.Models;

/// <summary>Where tuning looks for values of an option; options without it are left as they are.</summary>
/// <remarks>Options that are a choice (an enum or a switch) are drawn from all their values; the bounds do not matter there.</remarks>
/// <param name="low">Lowest value, included.</param>
/// <param name="high">Highest value, included.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SearchRangeAttribute(double low = 0, double high = 1) : Attribute
{
    /// <summary>Lowest value, included.</summary>
    public double Low { get; } = low;

    /// <summary>Highest value, included.</summary>
    public double High { get; } = high;

    /// <summary>Whether values are drawn evenly on the logarithmic scale.</summary>
    public bool Logarithmic { get; init; }
}
