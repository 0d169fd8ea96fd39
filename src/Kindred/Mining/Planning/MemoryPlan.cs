namespace Kindred.Mining.Planning;

/// <summary>Says before mining whether the itemsets will fit in memory, and with which minimum count they would.</summary>
internal static class MemoryPlan
{
    private const long SamplingWork = 20_000_000;

    // The prediction is a sampled one: refuse a run only when it is clearly too large (the table's own limit guards the rest),
    // and advise only what clearly fits.
    private const double ClearlyTooLarge = 1.5;
    private const double ClearlyFits = 0.7;

    /// <summary>Throws when the frequent itemsets are predicted to be far larger than the limit.</summary>
    /// <exception cref="MiningMemoryException">They are; it names the minimum count that would fit.</exception>
    public static void Require(BasketSet baskets, PreparedBaskets prepared, MiningOptions options, MiningTask task, long limitBytes, CancellationToken cancellationToken)
    {
        ItemsetEstimate estimate = ItemsetEstimator.Estimate(prepared, task.MinCount, SamplingWork, 1, cancellationToken);
        if (Bytes(estimate, task.MaxLength) > ClearlyTooLarge * limitBytes)
        {
            throw new MiningMemoryException(estimate.Total, limitBytes, LowestFitting(baskets, options, task, limitBytes, cancellationToken));
        }
    }

    /// <summary>The lowest minimum count above the task's that clearly fits, to within an eighth of itself; null when none does.</summary>
    public static int? LowestFitting(BasketSet baskets, MiningOptions options, MiningTask task, long limitBytes, CancellationToken cancellationToken)
    {
        int tooLow = task.MinCount;
        int fits;
        do
        {
            fits = (int)Math.Min(baskets.Count, 2L * tooLow);
            if (Fits(fits))
            {
                return Bisect(tooLow, fits, Fits);
            }

            tooLow = fits;
        }
        while (fits < baskets.Count);

        return null;

        bool Fits(int minCount)
        {
            var prepared = PreparedBaskets.Create(baskets, minCount, options.MustNotContain, cancellationToken);
            return Bytes(ItemsetEstimator.Estimate(prepared, minCount, SamplingWork / 4, 1, cancellationToken), task.MaxLength) <= ClearlyFits * limitBytes;
        }
    }

    private static int Bisect(int tooLow, int fits, Func<int, bool> isFitting)
    {
        while (fits - tooLow > Math.Max(1, fits / 8))
        {
            int middle = tooLow + ((fits - tooLow) / 2);
            (tooLow, fits) = isFitting(middle) ? (tooLow, middle) : (middle, fits);
        }

        return fits;
    }

    private static double Bytes(ItemsetEstimate estimate, int maxLength) =>
        estimate.CountByLength.Select((count, length) => length <= maxLength ? count * ItemsetTable.BytesOf(length) : 0).Sum();
}
