using Kindred.Domain;

namespace Kindred.Simulation;

/// <summary>A pair of products that an analysis calls bought together.</summary>
/// <param name="A">One product.</param>
/// <param name="B">The other; order does not matter.</param>
/// <param name="QValue">Its corrected p-value; null where the analysis gives none.</param>
public readonly record struct FoundPair(ProductId A, ProductId B, double? QValue = null);

/// <summary>How findings compare with what was planted.</summary>
/// <remarks>
/// Pairs that share a planted anchor are true associations too (<see cref="Indirect"/>): whoever takes both companions of a tent
/// takes them because of the tent. What is neither planted nor so explained is <see cref="Unplanted"/>: chance, or a confounder
/// that no listed coincidence holds.
/// </remarks>
public sealed record FindingsScore
{
    /// <summary>Smallest expected count at which a planted pair counts as detectable.</summary>
    public const double DetectableCount = 5;

    /// <summary>Distinct pairs found.</summary>
    public required int Found { get; init; }

    /// <summary>Planted complements.</summary>
    public required int Complements { get; init; }

    /// <summary>Planted complements found.</summary>
    public required int ComplementsFound { get; init; }

    /// <summary>Planted complements expected in at least <see cref="DetectableCount"/> baskets.</summary>
    public required int Detectable { get; init; }

    /// <summary>Detectable complements found.</summary>
    public required int DetectableFound { get; init; }

    /// <summary>Found pairs of companions of one anchor, not planted as pairs themselves.</summary>
    public required int Indirect { get; init; }

    /// <summary>Coincidences looked at.</summary>
    public required int Coincidences { get; init; }

    /// <summary>Coincidences falsely called, by what makes them look associated.</summary>
    public required IReadOnlyDictionary<Confounder, int> CoincidencesCalled { get; init; }

    /// <summary>Planted substitutes.</summary>
    public required int Substitutes { get; init; }

    /// <summary>Substitutes falsely called complements.</summary>
    public required int SubstitutesCalled { get; init; }

    /// <summary>Found pairs that are nothing of the above.</summary>
    public required int Unplanted { get; init; }

    /// <summary>Share of planted complements found; 1 where none was planted.</summary>
    public double Recall => Share(ComplementsFound, Complements);

    /// <summary>Share of detectable complements found; 1 where there is none.</summary>
    public double DetectableRecall => Share(DetectableFound, Detectable);

    /// <summary>Share of found pairs that are planted or indirect; 1 where nothing was found.</summary>
    public double Precision => Share(ComplementsFound + Indirect, Found);

    /// <summary>Compares findings with the truth.</summary>
    /// <param name="truth">What was planted.</param>
    /// <param name="found">Pairs called bought together, in any order; repeated and turned pairs count once.</param>
    /// <param name="maxQValue">Pairs with a larger q-value are not counted as found. Default: all count.</param>
    public static FindingsScore Of(Truth truth, IEnumerable<FoundPair> found, double maxQValue = 1)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(found);
        HashSet<(string, string)> pairs = [.. found.Where(f => !(f.QValue > maxQValue)).Select(f => Key(f.A, f.B))];
        HashSet<(string, string)> planted = [.. truth.Complements.Select(c => Key(c.A, c.B))];
        HashSet<(string, string)> detectable = [.. truth.Complements.Where(c => c.ExpectedCount >= DetectableCount).Select(c => Key(c.A, c.B))];
        HashSet<(string, string)> indirect = [.. SiblingPairs(truth).Except(planted)];
        HashSet<(string, string)> substitutes = [.. truth.Substitutes.Select(s => Key(s.A, s.B))];
        Dictionary<Confounder, int> called = Enum.GetValues<Confounder>().ToDictionary(
            c => c, c => truth.Coincidences.Count(p => p.Confounder == c && pairs.Contains(Key(p.A, p.B))));
        int complementsFound = planted.Count(pairs.Contains);
        int indirectFound = indirect.Count(pairs.Contains);
        int substitutesFound = substitutes.Count(pairs.Contains);
        return new FindingsScore
        {
            Found = pairs.Count,
            Complements = planted.Count,
            ComplementsFound = complementsFound,
            Detectable = detectable.Count,
            DetectableFound = detectable.Count(pairs.Contains),
            Indirect = indirectFound,
            Coincidences = truth.Coincidences.Count,
            CoincidencesCalled = called,
            Substitutes = substitutes.Count,
            SubstitutesCalled = substitutesFound,
            Unplanted = pairs.Count - complementsFound - indirectFound - substitutesFound - called.Values.Sum(),
        };
    }

    /// <summary>The score in a few plain sentences.</summary>
    public override string ToString() =>
        $"planted complements found: {DetectableFound} of {Detectable} that {DetectableCount} or more baskets can show ({100 * DetectableRecall:0.#} %); " +
        $"coincidences falsely called: {CoincidencesCalled.Values.Sum()} of {Coincidences}; " +
        $"substitutes falsely called: {SubstitutesCalled} of {Substitutes}; precision {100 * Precision:0.#} % of {Found} pairs";

    private static double Share(int part, int whole) => whole == 0 ? 1 : part / (double)whole;

    private static (string, string) Key(ProductId a, ProductId b) =>
        string.CompareOrdinal(a.Value, b.Value) < 0 ? (a.Value, b.Value) : (b.Value, a.Value);

    private static IEnumerable<(string, string)> SiblingPairs(Truth truth)
    {
        IEnumerable<ProductId[]> siblings = truth.Complements.GroupBy(c => c.A).Select(g => g.Select(c => c.B).ToArray())
            .Concat(truth.Cold.Select(c => c.Companions.ToArray()));
        return from family in siblings
               from a in family
               from b in family
               where string.CompareOrdinal(a.Value, b.Value) < 0
               select Key(a, b);
    }
}
