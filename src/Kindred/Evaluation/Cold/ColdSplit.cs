using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>A product whose companions are asked for.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Title">Its title: all that a method sees of it.</param>
/// <param name="Companions">Rows of its true companions among the warm products.</param>
public sealed record ColdCase(int Row, string Title, int[] Companions);

/// <summary>Companions of cold products: some products lose their title and all their sales, and their companions among the others are asked for by title.</summary>
/// <remarks>
/// True companions come from all baskets, before anything is hidden. Hidden means: taken out of every basket; the baskets stay, with what else is in
/// them. Products without a title are left out of everything. Immutable and thread-safe.
/// </remarks>
public sealed class ColdSplit
{
    private readonly bool[] _isWarm;

    private ColdSplit(InteractionData train, IReadOnlyList<string?> titles, IReadOnlyList<ColdCase> cases, bool[] isWarm) =>
        (Train, Titles, Cases, _isWarm) = (train, titles, cases, isWarm);

    /// <summary>The baskets without the cold products; the rows are those of all products.</summary>
    public InteractionData Train { get; }

    /// <summary>The title of each product row; null for a cold one and for one without a title.</summary>
    public IReadOnlyList<string?> Titles { get; }

    /// <summary>The cold products with enough companions, by row.</summary>
    public IReadOnlyList<ColdCase> Cases { get; }

    /// <summary>Whether a product row is a warm one with a title: only these are ranked.</summary>
    public bool IsWarm(int row) => _isWarm[row];

    /// <summary>The same split with at most so many cases, evenly taken.</summary>
    internal ColdSplit WithCases(int most) => most >= Cases.Count
        ? this
        : new ColdSplit(Train, Titles, [.. Enumerable.Range(0, most).Select(i => Cases[(int)((long)i * Cases.Count / most)])], _isWarm);

    /// <summary>Draws the cold products.</summary>
    /// <param name="baskets">All baskets, as users.</param>
    /// <param name="titles">The title of each product row.</param>
    /// <param name="options">Shares and limits.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ColdSplit Create(
        InteractionData baskets, IReadOnlyList<string?> titles, ColdOptions options, ulong seed, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(titles);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(titles.Count, baskets.ItemCount);
        ModelOptions.Validate(options);
        bool[] isWarm = [.. titles.Select(t => !string.IsNullOrWhiteSpace(t))];
        int[] eligible = [.. Enumerable.Range(0, titles.Count).Where(i => isWarm[i] && baskets.ItemUsers.CountInRow(i) >= options.MinBaskets)];
        new RandomStream(seed).Shuffle<int>(eligible);
        int[] cold = [.. eligible.Take((int)(options.ProductShare * eligible.Length)).Order()];
        foreach (int row in cold)
        {
            isWarm[row] = false;
        }

        HashSet<int> isCold = [.. cold];
        SparseMatrix companions = CompanionLists.Find(
            baskets, options, new TrainingOptions { Threads = threads }, isCold.Contains, row => isWarm[row], cancellation);
        ColdCase[] cases = [.. cold.Where(row => companions.CountInRow(row) >= options.MinCompanions)
            .Select(row => new ColdCase(row, titles[row]!, companions.Columns(row).ToArray()))];
        return new ColdSplit(Keep(baskets, isWarm), [.. titles.Select((title, row) => isWarm[row] ? title : null)], cases, isWarm);
    }

    private static InteractionData Keep(InteractionData baskets, bool[] isKept)
    {
        var offsets = new int[baskets.UserCount + 1];
        var columns = new List<int>(baskets.UserItems.StoredCount);
        for (int basket = 0; basket < baskets.UserCount; basket++)
        {
            foreach (int item in baskets.UserItems.Columns(basket))
            {
                if (isKept[item])
                {
                    columns.Add(item);
                }
            }

            offsets[basket + 1] = columns.Count;
        }

        var weights = new float[columns.Count];
        weights.AsSpan().Fill(1);
        return new InteractionData(baskets.Items, offsets, [.. columns], weights, sequence: null);
    }
}
