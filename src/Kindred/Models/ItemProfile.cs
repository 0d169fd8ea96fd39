namespace Kindred.Models;

/// <summary>The products of a query that a model knows, as a sparse vector: rows ascend strictly, weights of repeats are added.</summary>
public sealed class ItemProfile
{
    private ItemProfile(int[] items, float[] weights) => (Items, Weights) = (items, weights);

    /// <summary>Product rows, strictly ascending, all below the catalogue size it was made for.</summary>
    public int[] Items { get; }

    /// <summary>The weight of each row.</summary>
    public float[] Weights { get; }

    /// <summary>Number of products.</summary>
    public int Count => Items.Length;

    /// <summary>Gathers history and basket of a query; rows outside 0 … <paramref name="itemCount"/> − 1 are left out.</summary>
    /// <exception cref="ArgumentException">Weights are given, but not one for each element of the history.</exception>
    public static ItemProfile Of(RecommendationQuery query, int itemCount)
    {
        ArgumentNullException.ThrowIfNull(query);
        ReadOnlySpan<int> history = query.History.Span;
        ReadOnlySpan<int> basket = query.Basket.Span;
        ReadOnlySpan<float> historyWeights = query.HistoryWeights.Span;
        if (historyWeights.Length > 0 && historyWeights.Length != history.Length)
        {
            throw new ArgumentException($"The query has {history.Length} products in its history and {historyWeights.Length} weights.", nameof(query));
        }

        var items = new int[history.Length + basket.Length];
        var weights = new float[items.Length];
        history.CopyTo(items);
        basket.CopyTo(items.AsSpan(history.Length));
        weights.AsSpan().Fill(1);
        historyWeights.CopyTo(weights);
        return Merge(items, weights, itemCount);
    }

    private static ItemProfile Merge(int[] items, float[] weights, int itemCount)
    {
        Array.Sort(items, weights);
        int count = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if ((uint)items[i] >= (uint)itemCount)
            {
                continue;
            }

            if (count > 0 && items[count - 1] == items[i])
            {
                weights[count - 1] += weights[i];
                continue;
            }

            (items[count], weights[count]) = (items[i], weights[i]);
            count++;
        }

        Array.Resize(ref items, count);
        Array.Resize(ref weights, count);
        return new ItemProfile(items, weights);
    }
}
