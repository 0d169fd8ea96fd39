using static System.Double;

namespace Kindred.Mining.Rules;

/// <summary>Measures that compare a rule with its best simpler rule: a proper subset X' of X, the empty one included, and the same Y.</summary>
internal static class SimplerRuleMeasures
{
    public static readonly RuleMeasure[] All =
    [
        Of("improvement", "P(Y|X) − max P(Y|X') over X' ⊂ X", -1, 1, "Bayardo, Agrawal & Gunopulos (2000)", Improvement),
        Of("boost", "P(Y|X) / max P(Y|X') over X' ⊂ X", 0, PositiveInfinity, "Balcázar (2013)", Boost),
        Of("LIC", "lift(X ⇒ Y) / max lift(X' ⇒ Y) over X' ⊂ X, equal to boost", 0, PositiveInfinity, "López et al. (2014)", Boost),
    ];

    private static double Improvement(ContingencyTable rule, ContingencyTable simpler) =>
        (((double)rule.Both * simpler.Antecedent) - ((double)simpler.Both * rule.Antecedent)) / ((double)rule.Antecedent * simpler.Antecedent);

    private static double Boost(ContingencyTable rule, ContingencyTable simpler) => rule.Confidence / simpler.Confidence;

    private static RuleMeasure Of(string name, string formula, double low, double high, string source, Func<ContingencyTable, ContingencyTable, double> compute) =>
        new(new MeasureDescription(name, formula, low, high, source), compute);
}
