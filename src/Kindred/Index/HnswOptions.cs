namespace Kindred.Index;

/// <summary>What an HNSW index is: its links, its breadths and its codes.</summary>
public sealed record HnswOptions
{
    /// <summary>
    /// Links a node keeps at the upper levels, twice as many at the ground level (M of the paper), 4 to 64. The default is 16.
    /// Each unit costs about 8.5 bytes a vector; more links help high recall and many dimensions.
    /// </summary>
    public int MaxLinks { get; init; } = 16;

    /// <summary>Breadth of the search for neighbours when a vector is added, 8 to 4,096. The default is 200. Build time grows with it.</summary>
    public int EfConstruction { get; init; } = 200;

    /// <summary>Breadth of a search that names none, 1 to 65,536. The default is 64. Recall and time of a search grow with it.</summary>
    public int EfSearch { get; init; } = 64;

    /// <summary>
    /// Whether a list that the neighbour heuristic leaves short is filled up with the nearest of those it dropped (keepPrunedConnections of
    /// the paper). True by default: at equal recall searches are about one and a half times as fast; the build takes about a third longer.
    /// </summary>
    public bool KeepPruned { get; init; } = true;

    /// <summary>What the walk compares. The default is <see cref="VectorQuantization.Int8"/>: one byte a component more, and about twice as fast.</summary>
    public VectorQuantization Quantization { get; init; } = VectorQuantization.Int8;

    /// <summary>Seed of the levels and of the order of insertion. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks all options at once.</summary>
    /// <exception cref="VectorIndexException">Some are out of range; the message names each.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        Range(problems, nameof(MaxLinks), MaxLinks, 4, 64);
        Range(problems, nameof(EfConstruction), EfConstruction, 8, 4096);
        Range(problems, nameof(EfSearch), EfSearch, 1, 65_536);
        if (!Enum.IsDefined(Quantization))
        {
            problems.Add($"{nameof(Quantization)} {Quantization} is not known");
        }

        if (problems.Count > 0)
        {
            throw new VectorIndexException($"The HNSW options cannot be used: {string.Join("; ", problems)}.");
        }
    }

    private static void Range(List<string> problems, string name, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
        {
            problems.Add($"{name} is {value}, allowed are {lowest} to {highest}");
        }
    }
}
