using System.Numerics;

namespace Kindred.Mining.Rules;

/// <summary>A number that says how interesting a rule X ⇒ Y is, from its four counts.</summary>
/// <remarks>All measures stand in <see cref="RuleMeasures"/>; formulas and sources also in docs/measures.md. Immutable and thread-safe.</remarks>
public sealed class RuleMeasure
{
    private readonly VectorFormula? _vector;
    private readonly Func<ContingencyTable, double>? _scalar;
    private readonly Func<ContingencyTable, ContingencyTable, double>? _againstSimpler;

    internal RuleMeasure(MeasureDescription description, VectorFormula formula)
        : this(description) => _vector = formula;

    internal RuleMeasure(MeasureDescription description, Func<ContingencyTable, double> formula)
        : this(description) => _scalar = formula;

    internal RuleMeasure(MeasureDescription description, Func<ContingencyTable, ContingencyTable, double> againstSimpler)
        : this(description) => _againstSimpler = againstSimpler;

    private RuleMeasure(MeasureDescription description)
    {
        (Name, Formula, Minimum, Maximum, Source) = (description.Name, description.Formula, description.Minimum, description.Maximum, description.Source);
    }

    internal delegate Vector<double> VectorFormula(in MeasureCells cells);

    /// <summary>The name, as R's arules writes it.</summary>
    public string Name { get; }

    /// <summary>The formula, with P for frequencies, n for counts and ¬ for absence.</summary>
    public string Formula { get; }

    /// <summary>The lowest value it can take.</summary>
    public double Minimum { get; }

    /// <summary>The highest value it can take.</summary>
    public double Maximum { get; }

    /// <summary>Where it comes from.</summary>
    public string Source { get; }

    /// <summary>Says that low values mark strong rules, so that "best first" is ascending.</summary>
    public bool SmallerIsBetter { get; internal init; }

    /// <summary>Says that the measure compares a rule with its simpler rules and so needs the itemsets, not only the four counts.</summary>
    public bool ComparesWithSimplerRules => _againstSimpler is not null;

    /// <summary>The value for one table of counts.</summary>
    /// <returns>NaN or an infinity where the formula divides by 0; which, says docs/measures.md.</returns>
    /// <exception cref="InvalidOperationException">The measure <see cref="ComparesWithSimplerRules"/>.</exception>
    public double Evaluate(ContingencyTable counts)
    {
        if (_vector is not null)
        {
            return _vector(new MeasureCells(new(counts.Both), new(counts.Antecedent), new(counts.Consequent), counts.Total))[0];
        }

        return _scalar is not null
            ? _scalar(counts)
            : throw new InvalidOperationException($"The measure {Name} compares a rule with its simpler rules: ask a rule table for its column.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The value of one rule given as three itemsets.</summary>
    internal double Evaluate(ItemsetIndex index, int union, int antecedent, int consequent)
    {
        ItemsetTable itemsets = index.Itemsets;
        var counts = new ContingencyTable(itemsets.SupportCount(union), itemsets.SupportCount(antecedent), itemsets.SupportCount(consequent), itemsets.BasketCount);
        return _againstSimpler is null ? Evaluate(counts) : _againstSimpler(counts, SimplerRules.MostConfident(index, antecedent, consequent));
    }

    /// <summary>The values of the rules from <paramref name="first"/> on, as many as the span is long.</summary>
    internal void Evaluate(RuleTable rules, int first, Span<double> values)
    {
        if (_vector is null)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int rule = first + i;
                values[i] = Evaluate(rules.Index, rules.UnionItemset(rule), rules.AntecedentItemset(rule), rules.ConsequentItemset(rule));
            }

            return;
        }

        int lanes = Vector<double>.Count;
        Span<double> both = stackalloc double[lanes];
        Span<double> antecedent = stackalloc double[lanes];
        Span<double> consequent = stackalloc double[lanes];
        Span<double> result = stackalloc double[lanes];
        for (int start = 0; start < values.Length; start += lanes)
        {
            int count = Math.Min(lanes, values.Length - start);
            for (int lane = 0; lane < count; lane++)
            {
                ContingencyTable counts = rules.Counts(first + start + lane);
                (both[lane], antecedent[lane], consequent[lane]) = (counts.Both, counts.Antecedent, counts.Consequent);
            }

            _vector(new MeasureCells(new(both), new(antecedent), new(consequent), rules.BasketCount)).CopyTo(result);
            result[..count].CopyTo(values[start..]);
        }
    }
}
