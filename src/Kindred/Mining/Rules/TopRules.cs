namespace Kindred.Mining.Rules;

/// <summary>Keeps the best rules of a search in a bounded heap, whose root is the worst of them.</summary>
internal sealed class TopRules(int capacity)
{
    private readonly PriorityQueue<RankedRule, RankedRule> _kept = new(Comparer<RankedRule>.Create((a, b) => b.CompareTo(a)));

    public void Offer(RankedRule rule)
    {
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(rule, rule);
        }
        else if (capacity > 0 && rule.CompareTo(_kept.Peek()) < 0)
        {
            _kept.EnqueueDequeue(rule, rule);
        }
    }

    public void Merge(TopRules other)
    {
        foreach ((RankedRule rule, _) in other._kept.UnorderedItems)
        {
            Offer(rule);
        }
    }

    public RankedRule[] BestFirst()
    {
        RankedRule[] rules = [.. _kept.UnorderedItems.Select(entry => entry.Element)];
        Array.Sort(rules);
        return rules;
    }

    /// <summary>Scores every rule of the search and offers it.</summary>
    internal struct Visitor(TopRules top, ItemsetIndex index, RuleMeasure measure) : IRuleVisitor
    {
        private int _union = -1;
        private int _ordinal;

        public readonly bool NeedsConsequent => true;

        public void Take(int itemset, int antecedent, int consequent)
        {
            _ordinal = itemset == _union ? _ordinal + 1 : 0;
            _union = itemset;
            double score = RankedRule.ScoreOf(measure, measure.Evaluate(index, itemset, antecedent, consequent));
            top.Offer(new RankedRule(score, itemset, _ordinal, antecedent, consequent));
        }
    }
}
