using Kindred.Mining.Planning;

namespace Kindred.Mining.TopN;

/// <summary>Finds the most frequent itemsets without a minimum support.</summary>
/// <remarks>
/// The order is total: higher support count first; of equal counts the shorter itemset, then the one whose ascending product rows come
/// first. So ties at the boundary are cut the same way every time, and exactly <see cref="TopItemsetOptions.Count"/> itemsets come out
/// where the data have that many.
/// </remarks>
public static class TopItemsets
{
    /// <summary>Finds them.</summary>
    /// <param name="baskets">The baskets.</param>
    /// <param name="options">How many, of which kind and length.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The itemsets, best first.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message names every problem.</exception>
    public static ItemsetTable Mine(BasketSet baskets, TopItemsetOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(options);
        IEnumerable<string> unknown = options.MustNotContain.Where(row => (uint)row >= (uint)baskets.Products.Count)
            .Select(row => $"Product row {row} does not exist; rows are 0 to {baskets.Products.Count - 1}.");
        string[] problems = [.. options.Problems(), .. unknown];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        PreparedBaskets prepared = PreparedBaskets.Create(baskets, 1, options.MustNotContain, cancellationToken);
        var frontier = new Frontier(options);
        ISetExpansion expansion = options.Kind == ItemsetKind.Closed ? new ClosedExpansion(prepared, frontier) : new FrequentExpansion(prepared, frontier);
        expansion.Start();
        while (frontier.TryTakeBest(out FoundSet? set))
        {
            cancellationToken.ThrowIfCancellationRequested();
            expansion.Expand(set);
        }

        var table = new ItemsetTable(baskets.Count);
        foreach (FoundSet set in frontier.Best())
        {
            table.Add(set.Rows, set.SupportCount);
        }

        return table;
    }
}
