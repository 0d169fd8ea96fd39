using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Products by how well they sell in training: cold below 5 users or baskets; the rest cut into thirds of the sales, head first.</summary>
public static class ProductSegments
{
    /// <summary>Products with fewer users or baskets in training are cold.</summary>
    public const int ColdBelow = 5;

    /// <summary>The name of the segment of each product: head, torso, tail or cold.</summary>
    public static string[] Of(InteractionData train)
    {
        ArgumentNullException.ThrowIfNull(train);
        int[] counts = [.. Enumerable.Range(0, train.ItemCount).Select(train.ItemUsers.CountInRow)];
        int[] warm = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] >= ColdBelow).OrderByDescending(i => counts[i]).ThenBy(i => i)];
        double total = warm.Sum(i => (double)counts[i]);
        var segments = new string[counts.Length];
        Array.Fill(segments, "cold");
        double sold = 0;
        foreach (int item in warm)
        {
            segments[item] = sold < total / 3 ? "head" : sold < 2 * total / 3 ? "torso" : "tail";
            sold += counts[item];
        }

        return segments;
    }
}
