using System.Runtime.ExceptionServices;

namespace Kindred.Mining.Rules;

/// <summary>Rules X ⇒ Y from a table of frequent itemsets.</summary>
public static partial class RuleMining
{
    private const int BlockSize = 256;

    /// <summary>Counts the rules without keeping them; <see cref="RuleOptions.MaxQ"/> is not applied.</summary>
    /// <inheritdoc cref="Generate"/>
    public static RuleCount Count(ItemsetTable itemsets, RuleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemsets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Total(CountBlocks(new ItemsetIndex(itemsets), options, cancellationToken), itemsets, options);
    }

    /// <summary>Finds all rules within the limits.</summary>
    /// <param name="itemsets">All frequent itemsets down to a minimum support: every subset of an itemset is in the table too.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the table lacks a subset (closed or maximal itemsets were given).</exception>
    /// <exception cref="InvalidOperationException">There are more rules than an array can hold; the message says how many.</exception>
    /// <remarks>Counts first and then fills columns of the exact size, so the peak is the table itself. The order does not depend on the thread count.</remarks>
    public static RuleTable Generate(ItemsetTable itemsets, RuleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemsets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var index = new ItemsetIndex(itemsets);
        long[] perBlock = CountBlocks(index, options, cancellationToken);
        RuleCount count = Total(perBlock, itemsets, options);
        if (count.Rules > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"There are {count.Rules:N0} rules, more than the {Array.MaxLength:N0} that one table holds. Raise the minimum confidence or support, or limit the consequent to one product.");
        }

        RuleTable rules = Fill(index, options, perBlock, count, cancellationToken);
        return options.MaxQ is { } maxQ ? rules.Significant(maxQ, options.Correction, options.Threads) : rules;
    }

    internal static void ForEachBlock(int itemsets, RuleOptions options, Action<int, int, int> work, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.WorkerCount, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, BlockCount(itemsets), parallel, block =>
                work(block, block * BlockSize, (int)Math.Min(itemsets, (block + 1L) * BlockSize)));
        }
        catch (AggregateException error) when (error.InnerException is not null)
        {
            // Every block that fails, fails for the same reason (a subset is missing): callers see that reason itself.
            ExceptionDispatchInfo.Throw(error.InnerException);
        }
    }

    internal static int BlockCount(int itemsets) => (int)((itemsets + (long)BlockSize - 1) / BlockSize);

    private static long[] CountBlocks(ItemsetIndex index, RuleOptions options, CancellationToken cancellationToken)
    {
        var search = new RuleSearch(index, options);
        var counts = new long[BlockCount(index.Itemsets.Count)];
        ForEachBlock(index.Itemsets.Count, options, (block, start, end) =>
        {
            var counter = default(Counter);
            for (int itemset = start; itemset < end; itemset++)
            {
                search.Visit(itemset, ref counter, cancellationToken);
            }

            counts[block] = counter.Rules;
        }, cancellationToken);
        return counts;
    }

    private static RuleTable Fill(ItemsetIndex index, RuleOptions options, long[] perBlock, RuleCount count, CancellationToken cancellationToken)
    {
        var search = new RuleSearch(index, options);
        int[] unions = GC.AllocateUninitializedArray<int>((int)count.Rules);
        int[] antecedents = GC.AllocateUninitializedArray<int>((int)count.Rules);
        int[] consequents = GC.AllocateUninitializedArray<int>((int)count.Rules);
        int[] starts = Starts(perBlock);
        ForEachBlock(index.Itemsets.Count, options, (block, start, end) =>
        {
            var writer = new Writer(unions, antecedents, consequents, starts[block]);
            for (int itemset = start; itemset < end; itemset++)
            {
                search.Visit(itemset, ref writer, cancellationToken);
            }
        }, cancellationToken);
        return new RuleTable(index, unions, antecedents, consequents, count.Candidates);
    }

    private static int[] Starts(long[] perBlock)
    {
        var starts = new int[perBlock.Length];
        for (int block = 1; block < starts.Length; block++)
        {
            starts[block] = starts[block - 1] + (int)perBlock[block - 1];
        }

        return starts;
    }

    private static RuleCount Total(long[] perBlock, ItemsetTable itemsets, RuleOptions options) =>
        new(perBlock.Sum(), CandidateCount(itemsets, options.MaxConsequentLength));

    internal static long CandidateCount(ItemsetTable itemsets, int maxConsequentLength)
    {
        Int128 candidates = 0;
        for (int itemset = 0; itemset < itemsets.Count; itemset++)
        {
            candidates += RuleSearch.CandidateCount(itemsets.Items(itemset).Length, maxConsequentLength);
        }

        return (long)Int128.Min(long.MaxValue, candidates);
    }

    private struct Counter : IRuleVisitor
    {
        public long Rules;

        public readonly bool NeedsConsequent => false;

        public void Take(int itemset, int antecedent, int consequent) => Rules++;
    }

    private struct Writer(int[] unions, int[] antecedents, int[] consequents, int next) : IRuleVisitor
    {
        private int _next = next;

        public readonly bool NeedsConsequent => true;

        public void Take(int itemset, int antecedent, int consequent)
        {
            unions[_next] = itemset;
            antecedents[_next] = antecedent;
            consequents[_next] = consequent;
            _next++;
        }
    }
}
