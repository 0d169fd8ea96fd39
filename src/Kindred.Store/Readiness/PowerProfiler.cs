namespace Kindred.Store.Readiness;

/// <summary>Works out what can be proven about typical pairs.</summary>
internal static class PowerProfiler
{
    public static PowerProfile Of(BasketProfile baskets, PopularityProfile popularity, ReadinessOptions options)
    {
        double warm = baskets.Products - popularity.ColdProducts;
        double pairs = Math.Max(1, warm * (warm - 1) / 2);
        return new PowerProfile(options.Alpha, options.Power, pairs, options.TargetLift,
        [
            Pair("head", popularity.Head, baskets.Baskets, options, options.Alpha / pairs),
            Pair("torso", popularity.Torso, baskets.Baskets, options, options.Alpha / pairs),
            Pair("tail", popularity.Tail, baskets.Baskets, options, options.Alpha / pairs),
        ]);
    }

    private static PairPower Pair(string name, PopularityClass popularity, long baskets, ReadinessOptions options, double alpha)
    {
        if (popularity.MedianBaskets == 0)
        {
            return new PairPower(name, 0, 0, null, null, null, $"There are no {name} products.");
        }

        // Counts above an int's range prove every lift that matters; the test works on ints.
        int n = (int)Math.Min(baskets, int.MaxValue);
        int each = (int)Math.Min(popularity.MedianBaskets, n);
        double share = (double)each / n;
        double? lift = LiftPower.SmallestLift(n, each, each, alpha, options.Power);
        long? needed = LiftPower.BasketsNeeded(share, share, options.TargetLift, alpha, options.Power);
        return new PairPower(
            name, each, each * share, LiftPower.NeededTogether(n, each, each, alpha), lift, needed, Sentence(name, each, n, lift, needed, options));
    }

    private static string Sentence(string name, int each, int baskets, double? lift, long? needed, ReadinessOptions options)
    {
        string proven = lift is null ? "no lift can be proven" : $"the smallest lift that can be proven is {lift:0.##}";
        string minimum = needed is null
            ? $"no attainable number of baskets would prove lift {options.TargetLift:0.##}"
            : needed <= baskets
                ? $"lift {options.TargetLift:0.##} needs {needed:N0} baskets, which you have"
                : $"to prove lift {options.TargetLift:0.##} you need {needed:N0} baskets; you have {baskets:N0}";
        return $"Two typical {name} products ({each:N0} of {baskets:N0} baskets each): {proven}; {minimum}.";
    }
}
