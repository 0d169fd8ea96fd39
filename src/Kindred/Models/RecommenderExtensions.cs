using System.Buffers;
using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Ranking and batches, the same for every model.</summary>
public static class RecommenderExtensions
{
    /// <summary>The n best products for a query.</summary>
    /// <param name="model">The model.</param>
    /// <param name="query">Who asks.</param>
    /// <param name="n">Most products wanted; more than the catalogue gives all that pass the filter.</param>
    /// <param name="filter">Which products may appear; null leaves out what the query already holds.</param>
    public static ScoredList Recommend(this IRecommender model, RecommendationQuery query, int n, RecommendFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        float[] rented = ArrayPool<float>.Shared.Rent(model.Items.Count);
        try
        {
            Span<float> scores = rented.AsSpan(0, model.Items.Count);
            model.ScoreAll(query, scores);
            (filter ?? RecommendFilter.Default).Apply(query, scores);
            return TopK.Select(scores, n);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>The n best products for each of many queries, on several threads; the same answers as one by one.</summary>
    public static ScoredList[] RecommendBatch(
        this IRecommender model, IReadOnlyList<RecommendationQuery> queries, int n, RecommendFilter? filter = null,
        int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var results = new ScoredList[queries.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        Parallel.For(0, queries.Count, parallel, i => results[i] = model.Recommend(queries[i], n, filter));
        return results;
    }

    internal static void ScoreThroughAll(IRecommender model, RecommendationQuery query, ReadOnlySpan<int> items, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, items.Length);
        float[] rented = ArrayPool<float>.Shared.Rent(model.Items.Count);
        try
        {
            Span<float> all = rented.AsSpan(0, model.Items.Count);
            model.ScoreAll(query, all);
            for (int i = 0; i < items.Length; i++)
            {
                scores[i] = (uint)items[i] < (uint)all.Length ? all[items[i]] : float.NaN;
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
