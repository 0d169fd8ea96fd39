using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Draws products as counter-examples, with probability ∝ (users of the product)^exponent; products that nobody has are never drawn.</summary>
internal static class CounterExamples
{
    /// <summary>Prepares the draws; null where nobody has anything.</summary>
    public static AliasTable? Prepare(InteractionData data, double exponent)
    {
        var weights = new double[data.ItemCount];
        for (int item = 0; item < weights.Length; item++)
        {
            int users = data.ItemUsers.CountInRow(item);
            weights[item] = users > 0 ? Math.Pow(users, exponent) : 0;
        }

        return data.UserItems.StoredCount > 0 ? new AliasTable(weights) : null;
    }
}
