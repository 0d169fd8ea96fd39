using Kindred.Mining.Planning;
using Kindred.Mining.TopN;

namespace Kindred.Mining.Answers;

/// <summary>Explains empty, poor and huge answers from the data that were mined.</summary>
/// <param name="baskets">The baskets that were mined.</param>
/// <param name="options">The options they were mined with.</param>
/// <param name="nameOf">What to call a product row in sentences; null: its id.</param>
/// <param name="hugeFrom">Number of itemsets from which an answer counts as huge. Default one million.</param>
/// <param name="wanted">About how many itemsets a huge answer should be cut to. Default 10,000.</param>
/// <remarks>Thread-safe. Explaining mines at a few other minimum counts, counting only: it takes seconds at most where the answer is not huge.</remarks>
public sealed class AnswerExplainer(
    BasketSet baskets, MiningOptions options, Func<int, string>? nameOf = null, long hugeFrom = 1_000_000, long wanted = 10_000)
{
    private readonly int _minCount = options.ResolveMinCount(baskets.Count);

    /// <summary>Says what limits an answer.</summary>
    /// <param name="countByLength">Number of itemsets found of each length, index = length.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public AnswerExplanation Explain(IReadOnlyList<long> countByLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(countByLength);
        long total = countByLength.Sum();
        if (total == 0)
        {
            return ExplainEmpty(cancellationToken);
        }

        if (total >= hugeFrom)
        {
            return ExplainHuge(total, cancellationToken);
        }

        bool onlySingles = countByLength.Skip(2).All(count => count == 0) && options.MaxLength is null or > 1 && options.MustContain.Count == 0;
        return onlySingles ? ExplainNoPairs(total, cancellationToken) : Say(AnswerLimit.None, total, string.Empty);
    }

    private AnswerExplanation ExplainEmpty(CancellationToken cancellationToken)
    {
        if (baskets.OccurrenceCount == 0)
        {
            return Say(AnswerLimit.NoData, 0, baskets.Count == 0 ? "There are no baskets." : $"All {baskets.Count:N0} baskets are empty.");
        }

        if (options.MustContain.Count > 0)
        {
            int together = Together(options.MustContain);
            if (together < _minCount)
            {
                return ExplainRequired(together, cancellationToken);
            }
        }

        int most = HighestCount([]);
        int mostKept = HighestCount(options.MustNotContain);
        if (mostKept < _minCount)
        {
            return most >= _minCount
                ? Say(AnswerLimit.MustNotContain, 0, $"Only removed products are in {_minCount:N0} baskets or more; of those that are left the most frequent is in {mostKept:N0}.") with { HighestCount = mostKept }
                : ExplainThreshold(mostKept, cancellationToken);
        }

        return Say(AnswerLimit.MaxLength, 0, $"Every {KindWord()} itemset is longer than {options.MaxLength} products: allow longer ones.");
    }

    private AnswerExplanation ExplainRequired(int together, CancellationToken cancellationToken)
    {
        string names = string.Join(" and ", options.MustContain.Select(Name));
        string fact = options.MustContain.Count == 1
            ? $"{names} is in {together:N0} baskets"
            : $"{names} are together in {together:N0} baskets";
        string text = together == 0
            ? $"{fact}, so nothing can hold it."
            : $"{fact}, fewer than the minimum count of {_minCount:N0}.";
        return Suggest(Say(AnswerLimit.MustContain, 0, text) with { HighestCount = together }, together, cancellationToken);
    }

    private AnswerExplanation ExplainThreshold(int most, CancellationToken cancellationToken)
    {
        ItemsetTable pair = TopItemsets.Mine(baskets, new TopItemsetOptions { Count = 1, MinLength = 2, MustNotContain = options.MustNotContain }, cancellationToken);
        string text = $"The minimum count of {_minCount:N0} is above every product: the most frequent one is in {most:N0} of {baskets.Count:N0} baskets"
            + (pair.Count == 0 ? "." : $", the most frequent pair, {Names(pair)}, in {pair.SupportCount(0):N0}.");
        int next = pair.Count == 0 || options.MaxLength == 1 ? most : pair.SupportCount(0);
        return Suggest(Say(AnswerLimit.MinCountTooHigh, 0, text) with { HighestCount = most }, next, cancellationToken);
    }

    private AnswerExplanation ExplainNoPairs(long total, CancellationToken cancellationToken)
    {
        ItemsetTable pair = TopItemsets.Mine(baskets, new TopItemsetOptions { Count = 1, MinLength = 2, MustNotContain = options.MustNotContain }, cancellationToken);
        if (pair.Count == 0)
        {
            return Say(AnswerLimit.NoPairs, total, "No basket holds two of the products, so nothing can go together.");
        }

        int count = pair.SupportCount(0);
        string text = $"{total:N0} single products are in {_minCount:N0} baskets or more, but no two together: the most frequent pair, {Names(pair)}, is in {count:N0}.";
        return Suggest(Say(AnswerLimit.NoPairs, total, text) with { HighestCount = count }, count, cancellationToken);
    }

    private AnswerExplanation ExplainHuge(long total, CancellationToken cancellationToken)
    {
        int low = _minCount;
        int high = HighestCount(options.MustNotContain) + 1;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            if (CountAt(middle, cancellationToken) > wanted)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        string text = $"{total:N0} {KindWord()} itemsets are more than anyone reads.";
        return Suggest(Say(AnswerLimit.MinCountTooLow, total, text), high, cancellationToken);
    }

    private AnswerExplanation Suggest(AnswerExplanation explanation, int minCount, CancellationToken cancellationToken)
    {
        long itemsets = minCount < 1 ? 0 : CountAt(minCount, cancellationToken);
        if (itemsets == 0)
        {
            return explanation;
        }

        string next = $" A minimum count of {minCount:N0} gives {itemsets:N0} itemset{(itemsets == 1 ? "" : "s")}.";
        return explanation with { SuggestedMinCount = minCount, SuggestedItemsets = itemsets, Text = explanation.Text + next };
    }

    /// <summary>The number of itemsets at another minimum count: counted, or predicted where it is far beyond what is wanted.</summary>
    private long CountAt(int minCount, CancellationToken cancellationToken)
    {
        double predicted = ItemsetEstimator.Estimate(baskets, minCount, workLimit: 2_000_000, cancellationToken: cancellationToken).Total;
        if (predicted > 100.0 * wanted && options.Kind == ItemsetKind.Frequent && options.MaxLength is null && options.MustContain.Count == 0)
        {
            return (long)Math.Min(predicted, long.MaxValue / 2);
        }

        return ItemsetMining.Mine(baskets, options with { MinCount = minCount, MinSupport = null, CountOnly = true }, null, cancellationToken).Total;
    }

    private int HighestCount(IReadOnlyList<int> without)
    {
        int[] counts = new int[baskets.Products.Count];
        foreach (int row in baskets.Rows)
        {
            counts[row]++;
        }

        foreach (int row in without)
        {
            counts[row] = 0;
        }

        return counts.Max();
    }

    private int Together(IReadOnlyList<int> rows)
    {
        int count = 0;
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            ReadOnlySpan<int> items = baskets[basket];
            bool all = true;
            foreach (int row in rows)
            {
                all &= items.BinarySearch(row) >= 0;
            }

            count += all ? 1 : 0;
        }

        return count;
    }

    private AnswerExplanation Say(AnswerLimit limit, long total, string text) => new() { Limit = limit, MinCount = _minCount, Itemsets = total, Text = text };

    private string KindWord() => options.Kind.ToString().ToLowerInvariant();

    private string Names(ItemsetTable pair) => string.Join(" + ", pair.Items(0).ToArray().Select(Name));

    private string Name(int row) => nameOf is null ? baskets.Products[row].Value : nameOf(row);
}
