using CsCheck;
using Kindred.Domain;
using Kindred.Mining;

namespace Kindred.Tests.Mining;

/// <summary>Random small data for properties: sparse and dense, with repeats inside baskets, empty baskets and equal baskets.</summary>
internal static class RandomBaskets
{
    public const int ProductCount = 11;

    public static readonly Vocabulary Products = new(Enumerable.Range(0, ProductCount).Select(row => $"P{row}"));

    /// <summary>Up to 24 baskets over eleven products; each data set has its own density.</summary>
    public static readonly Gen<BasketSet> Gen =
        from density in CsCheck.Gen.Double[0.05, 0.95]
        from baskets in CsCheck.Gen.Double[0, 1].Array[ProductCount].Array[0, 24]
        from repeats in CsCheck.Gen.Int[1, 3]
        select Create(baskets, density, repeats);

    /// <summary>Options of every shape over those products; the algorithm and the thread count are left to the property.</summary>
    public static readonly Gen<MiningOptions> Options =
        from minCount in CsCheck.Gen.Int[1, 8]
        from kind in CsCheck.Gen.Enum<ItemsetKind>()
        from maxLength in CsCheck.Gen.Int[0, 5]
        from roles in CsCheck.Gen.Int[0, 9].Array[ProductCount]
        select new MiningOptions
        {
            MinCount = minCount,
            Kind = kind,
            MaxLength = maxLength == 0 ? null : maxLength,
            MustContain = [.. Enumerable.Range(0, ProductCount).Where(row => roles[row] == 0)],
            MustNotContain = [.. Enumerable.Range(0, ProductCount).Where(row => roles[row] == 1)],
        };

    public static BasketSet Of(params int[][] baskets) => BasketSet.FromRows(Products, baskets);

    private static BasketSet Create(double[][] draws, double density, int repeats) =>
        BasketSet.FromRows(Products, draws.Select(draw => (IReadOnlyList<int>)
            [.. Enumerable.Range(0, ProductCount).Where(row => draw[row] < density * (row + 1) / ProductCount * 2).SelectMany(row => Enumerable.Repeat(row, repeats))]));
}
