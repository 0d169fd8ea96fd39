namespace Kindred.Mining.Rules;

/// <summary>The catalogue of measures: those of Hahsler, "A probabilistic comparison of commonly used interest measures for
/// association rules" (2015), that R's arules computes for rules, under the same names.</summary>
/// <remarks>
/// Where versions of arules and the catalogue differ, the catalogue's definition is taken. Differences in docs/measures.md.
/// To add one: add an entry to the group file it belongs to, a line to docs/measures.md and its textbook form to MeasureTwin.
/// </remarks>
public static class RuleMeasures
{
    private static readonly Dictionary<string, RuleMeasure> ByName;

    static RuleMeasures()
    {
        All = [.. FrequencyMeasures.All, .. DependenceMeasures.All, .. DirectedMeasures.All, .. StatisticalMeasures.All, .. SimplerRuleMeasures.All];
        ByName = All.ToDictionary(measure => measure.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All measures, grouped by kind.</summary>
    public static IReadOnlyList<RuleMeasure> All { get; }

    /// <summary>P(XY).</summary>
    public static RuleMeasure Support => Get("support");

    /// <summary>P(Y | X).</summary>
    public static RuleMeasure Confidence => Get("confidence");

    /// <summary>P(XY) / (P(X) P(Y)).</summary>
    public static RuleMeasure Lift => Get("lift");

    /// <summary>P(XY) − P(X) P(Y).</summary>
    public static RuleMeasure Leverage => Get("leverage");

    /// <summary>The one-sided p-value of Fisher's exact test.</summary>
    public static RuleMeasure FishersExactTest => Get("fishersExactTest");

    /// <summary>The measure of a name, whatever its case.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static RuleMeasure Get(string name) => ByName.TryGetValue(name, out RuleMeasure? measure)
        ? measure
        : throw new ArgumentException($"'{name}' is not a measure. Measures: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
}
