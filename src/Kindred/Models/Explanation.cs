namespace Kindred.Models;

/// <summary>One reason of a score.</summary>
/// <param name="Item">The product of the history or basket that gave it; null for a part that no single product gave.</param>
/// <param name="Reason">What it is, in a few plain words ("bought together", "popularity").</param>
/// <param name="Amount">Its share of the score, in the score's own unit; may be negative.</param>
public readonly record struct Contribution(int? Item, string Reason, double Amount);

/// <summary>A score and the contributions that add up to it.</summary>
/// <param name="Score">The model's score of the product for the query; not a number for a product the model does not know.</param>
/// <param name="Contributions">
/// All contributions, largest amount first; their sum is the score up to rounding of single precision. Empty for an unknown product.
/// </param>
public sealed record Explanation(double Score, IReadOnlyList<Contribution> Contributions)
{
    /// <summary>The answer for a product the model does not know.</summary>
    public static Explanation Unknown { get; } = new(double.NaN, []);

    /// <summary>Orders the contributions and adds them up.</summary>
    public static Explanation FromContributions(IEnumerable<Contribution> contributions)
    {
        Contribution[] ordered = [.. contributions.OrderByDescending(c => c.Amount).ThenBy(c => c.Item ?? -1)];
        return new Explanation(ordered.Sum(c => c.Amount), ordered);
    }
}
