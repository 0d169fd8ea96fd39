using Kindred.Numerics;

namespace Kindred.Mining.Rules;

public sealed partial class RuleTable
{
    private const int ColumnBlock = 4096;

    /// <summary>A measure of every rule, in rule order. Computed anew on each call.</summary>
    /// <param name="measure">One of <see cref="RuleMeasures"/>.</param>
    /// <param name="threads">Worker threads; 0 is one a core. The values do not depend on it.</param>
    public double[] Column(RuleMeasure measure, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var values = new double[Count];
        Parallel.For(0, (int)((Count + (long)ColumnBlock - 1) / ColumnBlock), new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, block =>
        {
            int first = block * ColumnBlock;
            measure.Evaluate(this, first, values.AsSpan(first, Math.Min(ColumnBlock, Count - first)));
        });
        return values;
    }

    /// <summary>The rules by a measure, best first; equal rules keep their order and rules without a value (NaN) come last.</summary>
    /// <inheritdoc cref="Column"/>
    public RuleTable SortedBy(RuleMeasure measure, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double[] keys = Column(measure, threads);
        var order = new int[keys.Length];
        for (int rule = 0; rule < keys.Length; rule++)
        {
            keys[rule] = -RankedRule.ScoreOf(measure, keys[rule]);
            order[rule] = rule;
        }

        Array.Sort(keys, order);
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(order, start, end - start);
        }

        return Select(order);
    }
}
