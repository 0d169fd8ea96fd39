using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Mining.Rules;

public sealed partial class RuleTable
{
    private const int SignificanceBlock = 1 << 14;

    /// <summary>ln p of Fisher's exact one-sided test for every rule: the chance of so many baskets in common were X and Y independent.</summary>
    /// <param name="threads">Worker threads; 0 is one a core. The values do not depend on it.</param>
    public double[] LogPValues(int threads = 0)
    {
        var logP = new double[Count];
        int blocks = (int)((Count + (long)SignificanceBlock - 1) / SignificanceBlock);
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, () => new FisherCache(), (block, _, cache) =>
        {
            int end = (int)Math.Min(Count, (block + 1L) * SignificanceBlock);
            for (int rule = block * SignificanceBlock; rule < end; rule++)
            {
                logP[rule] = cache.LogP(Counts(rule));
            }

            return cache;
        }, static _ => { });
        return logP;
    }

    /// <summary>ln q for every rule: <see cref="LogPValues"/> corrected for all <see cref="CandidateCount"/> hypotheses.</summary>
    public double[] LogQValues(PValueCorrection correction, int threads = 0) =>
        MultipleTesting.Correct(LogPValues(threads), CandidateCount, correction);

    /// <summary>The rules whose corrected p-value is at most <paramref name="maxQ"/>, in the order they had.</summary>
    public RuleTable Significant(double maxQ, PValueCorrection correction, int threads = 0)
    {
        double limit = Math.Log(maxQ);
        double[] logQ = LogQValues(correction, threads);
        return Where(rule => logQ[rule] <= limit, threads);
    }

    /// <summary>The evidence of every rule, corrected together for all <see cref="CandidateCount"/> hypotheses.</summary>
    /// <param name="correction">The method.</param>
    /// <param name="window">When the baskets were bought, if known.</param>
    /// <param name="threads">Worker threads; 0 is one a core.</param>
    public RuleEvidence[] Evidence(PValueCorrection correction, TimeWindow? window = null, int threads = 0)
    {
        double[] logQ = LogQValues(correction, threads);
        return [.. logQ.Select((q, rule) => RuleEvidence.Create(Counts(rule), q, correction, CandidateCount, window))];
    }

    /// <summary>The rules that satisfy a condition, in the order they had; the condition is asked from several threads.</summary>
    internal RuleTable Where(Func<int, bool> condition, int threads)
    {
        var keep = new bool[Count];
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, rule => keep[rule] = condition(rule));
        List<int> kept = [];
        for (int rule = 0; rule < keep.Length; rule++)
        {
            if (keep[rule])
            {
                kept.Add(rule);
            }
        }

        return Select(CollectionsMarshal.AsSpan(kept));
    }

    /// <summary>Remembers tests by their counts: among the rules of dense data the same four counts come back again and again.</summary>
    private sealed class FisherCache
    {
        private const int Bits = 16;
        private readonly ContingencyTable[] _counts = new ContingencyTable[1 << Bits];
        private readonly double[] _logP = new double[1 << Bits];

        public double LogP(ContingencyTable counts)
        {
            ulong key = ((ulong)(uint)counts.Both * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)counts.Antecedent * 0xC2B2AE3D27D4EB4F) ^ ((ulong)(uint)counts.Consequent * 0x165667B19E3779F9);
            int slot = (int)((key * 0x9E3779B97F4A7C15) >> (64 - Bits));
            if (_counts[slot] != counts)
            {
                _counts[slot] = counts;
                _logP[slot] = Hypergeometric.LogUpperTail(counts.Both, counts.Antecedent, counts.Consequent, counts.Total);
            }

            return _logP[slot];
        }
    }
}
