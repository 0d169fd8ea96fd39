using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The product vectors of a factor model, into which users are folded: those trained first, then zeros for products that came later.</summary>
/// <param name="Vectors">One vector a product.</param>
/// <param name="Trained">Products the model was trained with.</param>
internal sealed record ItemFactors(FactorMatrix Vectors, int Trained)
{
    /// <summary>Small random vectors for the products that somebody has, zeros for the others.</summary>
    public static FactorMatrix Start(InteractionData data, int factors, double deviation, ulong seed)
    {
        var vectors = FactorMatrix.Gaussian(data.ItemCount, factors, deviation, seed);
        int[] users = data.UserItems.CountInColumns();
        for (int item = 0; item < users.Length; item++)
        {
            if (users[item] == 0)
            {
                vectors.Row(item).Clear();
            }
        }

        return vectors;
    }

    /// <summary>The same with products that came later.</summary>
    /// <exception cref="Kindred.Domain.KindredDataException">The products of the addition do not begin with the model's.</exception>
    public ItemFactors Extend(Kindred.Domain.Vocabulary items, InteractionData added)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(items, added.Items);
        return this with { Vectors = Vectors.Extend(added.ItemCount) };
    }

    /// <summary>Writes the vectors to a model file.</summary>
    public void Put(ModelFile file)
    {
        file.Put("trained-items", Trained.ToString(CultureInfo.InvariantCulture));
        MatrixFile.Put(file, "items", Vectors);
    }

    /// <summary>Reads what <see cref="Put"/> wrote.</summary>
    /// <exception cref="ModelFileException">The tensor is damaged.</exception>
    public static ItemFactors Get(ModelFile file, int factors)
    {
        int trained = file.Number("trained-items");
        return trained >= 0 && trained <= file.Items.Count
            ? new ItemFactors(MatrixFile.GetVectors(file, "items", factors), trained)
            : throw new ModelFileException($"The model file names {file.Items.Count:N0} products, {trained:N0} of them trained: it is damaged.");
    }
}
