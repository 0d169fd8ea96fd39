namespace Kindred.Mining.Rules;

/// <summary>Walks the rules of one itemset after another: which consequents leave an antecedent rare enough for the confidence.</summary>
/// <remarks>
/// Agrawal &amp; Srikant, "Fast algorithms for mining association rules" (1994), section 3: moving products from the antecedent to
/// the consequent can only raise the antecedent's count, so once it is too high no larger consequent need be tried. The paper
/// joins consequents level by level; here they are extended depth-first, in lexicographic order, and every count is one look-up.
/// </remarks>
internal sealed class RuleSearch(ItemsetIndex index, RuleOptions options)
{
    private readonly ItemsetTable _itemsets = index.Itemsets;
    private readonly ConfidenceLimit _confidence = new(options.MinConfidence);

    /// <summary>Gives every rule of an itemset to the visitor, consequents in lexicographic order.</summary>
    public void Visit<TVisitor>(int itemset, ref TVisitor visitor, CancellationToken cancellationToken)
        where TVisitor : IRuleVisitor
    {
        ReadOnlySpan<int> items = _itemsets.Items(itemset);
        if (items.Length < 2)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        int highest = _confidence.HighestAntecedentCount(_itemsets.SupportCount(itemset));
        var frame = new Frame(itemset, items, highest, Math.Min(options.MaxConsequentLength, items.Length - 1), cancellationToken);
        Extend(in frame, 0, 0, 0, ref visitor);
    }

    /// <summary>Number of rules an itemset of a length can give, whatever their confidence; saturates at <see cref="long.MaxValue"/>.</summary>
    public static long CandidateCount(int length, int maxConsequentLength)
    {
        double count = 0;
        double choose = 1;
        for (int size = 1; size <= Math.Min(maxConsequentLength, length - 1); size++)
        {
            choose = choose * (length - size + 1) / size;
            count += choose;
        }

        return count >= long.MaxValue ? long.MaxValue : (long)Math.Round(count);
    }

    private void Extend<TVisitor>(in Frame frame, int from, int length, ulong consequent, ref TVisitor visitor)
        where TVisitor : IRuleVisitor
    {
        ulong union = index.HashOf(frame.Itemset);
        for (int i = from; i < frame.Items.Length; i++)
        {
            ulong extended = consequent ^ index.KeyOf(frame.Items[i]);
            int antecedent = index.Find(union ^ extended);
            if (_itemsets.SupportCount(antecedent) > frame.HighestAntecedentCount)
            {
                continue;
            }

            Offer(frame.Itemset, antecedent, extended, ref visitor);
            if (length + 1 < frame.MaxConsequentLength)
            {
                frame.Cancellation.ThrowIfCancellationRequested();
                Extend(in frame, i + 1, length + 1, extended, ref visitor);
            }
        }
    }

    private void Offer<TVisitor>(int itemset, int antecedent, ulong consequentHash, ref TVisitor visitor)
        where TVisitor : IRuleVisitor
    {
        if (!visitor.NeedsConsequent && options.MinLift == 0)
        {
            visitor.Take(itemset, antecedent, -1);
            return;
        }

        int consequent = index.Find(consequentHash);
        if (options.MinLift == 0 || Lift(itemset, antecedent, consequent) >= options.MinLift)
        {
            visitor.Take(itemset, antecedent, consequent);
        }
    }

    private double Lift(int itemset, int antecedent, int consequent) => new ContingencyTable(
        _itemsets.SupportCount(itemset), _itemsets.SupportCount(antecedent), _itemsets.SupportCount(consequent), _itemsets.BasketCount).Lift;

    private readonly ref struct Frame(int itemset, ReadOnlySpan<int> items, int highest, int maxConsequentLength, CancellationToken cancellationToken)
    {
        public readonly int Itemset = itemset;
        public readonly ReadOnlySpan<int> Items = items;
        public readonly int HighestAntecedentCount = highest;
        public readonly int MaxConsequentLength = maxConsequentLength;
        public readonly CancellationToken Cancellation = cancellationToken;
    }
}
