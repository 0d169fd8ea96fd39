using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Kindred.Index.VectorData;

/// <summary>Which metric of the index stands for a distance function, and how its score is turned into that function's.</summary>
/// <param name="Metric">The metric of the index.</param>
/// <param name="FromScore">The function's value for a score of the index.</param>
/// <param name="LowerIsBetter">Whether the function is a distance.</param>
internal sealed record VectorDistance(VectorMetric Metric, Func<double, double> FromScore, bool LowerIsBetter)
{
    private static readonly Dictionary<string, VectorDistance> Known = new(StringComparer.Ordinal)
    {
        [DistanceFunction.CosineSimilarity] = new(VectorMetric.Cosine, s => s, false),
        [DistanceFunction.CosineDistance] = new(VectorMetric.Cosine, s => 1 - s, true),
        [DistanceFunction.DotProductSimilarity] = new(VectorMetric.Dot, s => s, false),
        [DistanceFunction.NegativeDotProductSimilarity] = new(VectorMetric.Dot, s => -s, true),
        [DistanceFunction.EuclideanDistance] = new(VectorMetric.Euclidean, s => Math.Sqrt(-s), true),
        [DistanceFunction.EuclideanSquaredDistance] = new(VectorMetric.Euclidean, s => -s, true),
    };

    private static readonly string[] IndexKinds = [IndexKind.Hnsw, IndexKind.Flat];

    /// <summary>The distance of a property; cosine similarity where it names none.</summary>
    public static VectorDistance Of(VectorPropertyModel property) => Known[property.DistanceFunction ?? DistanceFunction.CosineSimilarity];

    /// <summary>Whether a value passes a threshold.</summary>
    public bool Passes(double value, double? threshold) => threshold is not { } limit || (LowerIsBetter ? value <= limit : value >= limit);

    /// <summary>Refuses distance functions and index kinds that the store does not have.</summary>
    public static void Check(VectorPropertyModel property)
    {
        if (property.DistanceFunction is { } function && !Known.ContainsKey(function))
        {
            throw new NotSupportedException($"The vector property '{property.ModelName}' asks for the distance function {function}; there are {string.Join(", ", Known.Keys)}.");
        }

        if (property.IndexKind is { } kind && !IndexKinds.Contains(kind))
        {
            throw new NotSupportedException($"The vector property '{property.ModelName}' asks for an index of kind {kind}; there are {string.Join(", ", IndexKinds)}.");
        }
    }
}
