using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;
using Kindred.Store.Export;

namespace Kindred.Cli.Mine;

/// <summary>The rules part of a run: which rules are wanted, and how they are shown.</summary>
internal sealed class RuleStage(RunContext context, MineOptionSet given)
{
    /// <summary>The measures asked for, in the order asked; all of them for <c>all</c>.</summary>
    public IReadOnlyList<RuleMeasure> Measures { get; } = Named(context.Arguments.GetValue(given.Measures) ?? []);

    /// <summary>The measure that orders the rules.</summary>
    public RuleMeasure SortBy { get; } = Named([context.Arguments.GetValue(given.SortBy)!])[0];

    public RuleOptions Options { get; } = new()
    {
        MinConfidence = context.Arguments.GetValue(given.MinConfidence),
        MinLift = context.Arguments.GetValue(given.MinLift),
        MaxQ = context.Arguments.GetValue(given.MaxQ),
        MaxConsequentLength = context.Arguments.GetValue(given.MaxConsequent),
        Threads = context.Threads,
        Correction = context.Arguments.GetValue(given.Correction) switch
        {
            "by" => PValueCorrection.BenjaminiYekutieli,
            "holm" => PValueCorrection.Holm,
            _ => PValueCorrection.BenjaminiHochberg,
        },
    };

    /// <summary>Counts rules without keeping them where only the count is wanted and no limit needs q-values.</summary>
    public bool OnlyCounts => context.Arguments.GetValue(given.CountOnly) && Options.MaxQ is null;

    public long Count(ItemsetTable itemsets) => RuleMining.Count(itemsets, Options, context.Cancellation).Rules;

    /// <summary>The rules within the limits, less those the pruning leaves out, in the order of the chosen measure where they are written to a file.</summary>
    public RuleTable Generate(MineSource source, ItemsetTable itemsets)
    {
        RuleTable rules = Holding(source, RuleMining.Generate(itemsets, Options, context.Cancellation));
        rules = context.Arguments.GetValue(given.Prune) switch
        {
            "redundant" => RulePruning.NotRedundant(rules, context.Threads),
            "unproductive" => RulePruning.SignificantlyProductive(rules, 0.05 / Math.Max(1, rules.CandidateCount), context.Threads),
            _ => rules,
        };
        rules = context.Arguments.GetValue(given.MinImprovement) is { } margin ? RulePruning.WithImprovement(rules, margin, context.Threads) : rules;
        return context.Arguments.GetValue(given.Output) is null ? rules : rules.SortedBy(SortBy, context.Threads);
    }

    /// <summary>What is written of every rule beside its counts: intervals, p- and q-values, and the measures asked for.</summary>
    public IReadOnlyList<RuleColumn> Columns(RuleTable rules)
    {
        double[] logP = rules.LogPValues(context.Threads);
        double[] logQ = MultipleTesting.Correct(logP, rules.CandidateCount, Options.Correction);
        double[][] ends = [new double[rules.Count], new double[rules.Count], new double[rules.Count], new double[rules.Count]];
        for (int rule = 0; rule < rules.Count; rule++)
        {
            ContingencyTable counts = rules.Counts(rule);
            (ends[0][rule], ends[1][rule]) = Interval.Wilson(counts.Both, counts.Antecedent);
            (ends[2][rule], ends[3][rule]) = Interval.Lift(counts);
        }

        return
        [
            new RuleColumn("confidence_low", ends[0]), new RuleColumn("confidence_high", ends[1]),
            new RuleColumn("lift_low", ends[2]), new RuleColumn("lift_high", ends[3]),
            new RuleColumn("p_value", Array.ConvertAll(logP, Math.Exp)), new RuleColumn("q_value", Array.ConvertAll(logQ, Math.Exp)),
            new RuleColumn("log10_q_value", Array.ConvertAll(logQ, q => q / Math.Log(10))),
            .. Measures.Select(m => new RuleColumn(m.Name, rules.Column(m, context.Threads))),
        ];
    }

    /// <summary>Only rules with the products that <c>--must-contain</c> names, on either side.</summary>
    private RuleTable Holding(MineSource source, RuleTable rules)
    {
        IReadOnlyList<int> required = source.Rows(context.Arguments.GetValue(given.MustContain) ?? [], "--must-contain");
        return required.Count == 0
            ? rules
            : rules.Select([.. Enumerable.Range(0, rules.Count).Where(rule => required.All(row => rules.Antecedent(rule).Contains(row) || rules.Consequent(rule).Contains(row)))]);
    }

    /// <summary>The first rules by the chosen measure, with their proof.</summary>
    public IReadOnlyList<RuleRow> Best(MineSource source, RuleTable rules, int count)
    {
        int[] best = BestOf(rules.Column(SortBy, context.Threads), SortBy.SmallerIsBetter, count);
        double[] logQ = rules.LogQValues(Options.Correction, context.Threads);
        RuleTable shown = rules.Select(best);
        double[][] columns = [.. Measures.Select(m => shown.Column(m, context.Threads))];
        return [.. best.Select((rule, place) => Row(source, shown, place, logQ[rule], columns))];
    }

    private RuleRow Row(MineSource source, RuleTable rules, int rule, double logQ, double[][] columns)
    {
        var evidence = RuleEvidence.Create(rules.Counts(rule), logQ, Options.Correction, rules.CandidateCount);
        return new RuleRow
        {
            Antecedent = source.Ids(rules.Antecedent(rule)),
            Consequent = source.Ids(rules.Consequent(rule)),
            AntecedentTitles = source.Titles(rules.Antecedent(rule)),
            ConsequentTitles = source.Titles(rules.Consequent(rule)),
            Count = evidence.Counts.Both,
            AntecedentCount = evidence.Counts.Antecedent,
            ConsequentCount = evidence.Counts.Consequent,
            Support = evidence.Support,
            Confidence = evidence.Confidence,
            ConfidenceInterval = [evidence.ConfidenceInterval.Low, evidence.ConfidenceInterval.High],
            Lift = evidence.Lift,
            LiftInterval = [evidence.LiftInterval.Low, evidence.LiftInterval.High],
            PValue = evidence.P,
            QValue = evidence.Q,
            Log10QValue = evidence.Log10Q,
            Measures = columns.Length == 0 ? null : Measures.Select((m, i) => (m.Name, Value: columns[i][rule])).ToDictionary(m => m.Name, m => m.Value),
        };
    }

    /// <summary>Places of the best values, best first; equal ones in the order they stand, those without a value last.</summary>
    private static int[] BestOf(double[] values, bool smallerIsBetter, int count)
    {
        var worstFirst = new PriorityQueue<int, (double Score, int Place)>(count + 1);
        for (int place = 0; place < values.Length; place++)
        {
            double score = double.IsNaN(values[place]) ? double.NegativeInfinity : smallerIsBetter ? -values[place] : values[place];
            if (worstFirst.Count < count)
            {
                worstFirst.Enqueue(place, (score, -place));
            }
            else
            {
                worstFirst.EnqueueDequeue(place, (score, -place));
            }
        }

        var best = new int[worstFirst.Count];
        for (int place = best.Length - 1; place >= 0; place--)
        {
            best[place] = worstFirst.Dequeue();
        }

        return best;
    }

    private static IReadOnlyList<RuleMeasure> Named(IReadOnlyList<string> names)
    {
        if (names is ["all"])
        {
            return RuleMeasures.All;
        }

        string[] unknown = [.. names.Where(n => !RuleMeasures.All.Any(m => m.Name == n))];
        return unknown.Length == 0
            ? [.. names.Select(RuleMeasures.Get)]
            : throw new KindredDataException($"There is no measure {string.Join(", ", unknown.Select(u => $"'{u}'"))}. The measures are {string.Join(", ", RuleMeasures.All.Select(m => m.Name))}.");
    }
}
