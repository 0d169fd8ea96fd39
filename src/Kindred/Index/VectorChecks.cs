using System.Numerics.Tensors;

namespace Kindred.Index;

/// <summary>What every index demands of its input.</summary>
internal static class VectorChecks
{
    /// <summary>The most components: codes of this length cannot overflow 32 bits.</summary>
    public const int MaxDimensions = 65_536;

    // Sums of squares and products of such components stay finite in float32.
    private const float MaxMagnitude = 1e16f;

    public static void Dimensions(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimensions);
    }

    public static void Input(ReadOnlySpan<int> rows, ReadOnlySpan<float> vectors, int dimensions)
    {
        if ((long)rows.Length * dimensions != vectors.Length)
        {
            throw new ArgumentException($"{rows.Length} rows of {dimensions} components need {(long)rows.Length * dimensions} numbers, there are {vectors.Length}.", nameof(vectors));
        }

        int[] sorted = rows.ToArray();
        Array.Sort(sorted);
        for (int i = 0; i < sorted.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sorted[i], nameof(rows));
            ArgumentOutOfRangeException.ThrowIfEqual(sorted[i], int.MaxValue, nameof(rows));
            if (i > 0 && sorted[i] == sorted[i - 1])
            {
                throw new ArgumentException($"Row {sorted[i]} comes twice.", nameof(rows));
            }
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> vector = vectors.Slice(i * dimensions, dimensions);
            if (Problem(vector) is { } problem)
            {
                throw new VectorIndexException($"The vector of row {rows[i]} {problem}. Leave the row out or mend its vector.");
            }
        }
    }

    public static void Query(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores, int dimensions)
    {
        if (query.Length != dimensions)
        {
            throw new ArgumentException($"The query has {query.Length} components, the index {dimensions}.", nameof(query));
        }

        if (rows.Length != scores.Length)
        {
            throw new ArgumentException($"There is room for {rows.Length} rows and {scores.Length} scores.", nameof(scores));
        }

        if (Problem(query) is { } problem)
        {
            throw new VectorIndexException($"The query {problem}.");
        }
    }

    /// <summary>What is wrong with the components of a vector, as the end of a sentence; null where nothing is.</summary>
    public static string? Problem(ReadOnlySpan<float> vector) => Math.Abs(TensorPrimitives.MaxMagnitude(vector)) <= MaxMagnitude ? null
        : $"holds {FirstUnusable(vector)}; every component must be a finite number of at most {MaxMagnitude:G2}";

    private static float FirstUnusable(ReadOnlySpan<float> vector)
    {
        foreach (float component in vector)
        {
            if (!(Math.Abs(component) <= MaxMagnitude))
            {
                return component;
            }
        }

        return float.NaN;
    }
}
