using Kindred.Numerics;

namespace Kindred.Mining.Rules;

public sealed partial class RuleTable
{
    /// <summary>ln p of Fisher's exact one-sided test for every rule: the chance of so many baskets in common were X and Y independent.</summary>
    /// <param name="threads">Worker threads; 0 is one a core. The values do not depend on it.</param>
    public double[] LogPValues(int threads = 0)
    {
        var logP = new double[Count];
        Parallel.For(0, (Count + 4095) / 4096, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, block =>
        {
            for (int rule = block * 4096; rule < Math.Min(Count, (block + 1L) * 4096); rule++)
            {
                ContingencyTable counts = Counts(rule);
                logP[rule] = Hypergeometric.LogUpperTail(counts.Both, counts.Antecedent, counts.Consequent, counts.Total);
            }
        });
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
        List<int> kept = [];
        for (int rule = 0; rule < logQ.Length; rule++)
        {
            if (logQ[rule] <= limit)
            {
                kept.Add(rule);
            }
        }

        return Select(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
    }
}
