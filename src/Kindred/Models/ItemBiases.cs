using System.Numerics.Tensors;

namespace Kindred.Models;

/// <summary>The part of a score that belongs to the product alone. One number a product; those that nobody has come last.</summary>
internal sealed class ItemBiases(float[] values)
{
    // The bias of a product that is never right and never a counter-example: its score is below that of any product with users.
    private const float Unseen = -30;

    /// <summary>Bytes in memory.</summary>
    public long SizeBytes => 4L * values.Length;

    /// <summary>The bias of a product.</summary>
    public float this[int item] => values[item];

    /// <summary>Biases of the products that somebody has; the others get the lowest.</summary>
    /// <param name="data">Who has which products.</param>
    /// <param name="seen">The bias of a product with users, from its row and their number.</param>
    public static ItemBiases Of(InteractionData data, Func<int, int, float> seen) =>
        new([.. data.UserItems.CountInColumns().Select((users, item) => users > 0 ? seen(item, users) : Unseen)]);

    /// <summary>Adds each product's bias to its score, in each of several rows of scores.</summary>
    public void AddTo(Span<float> scores)
    {
        for (; scores.Length > 0; scores = scores[values.Length..])
        {
            TensorPrimitives.Add(scores[..values.Length], values, scores[..values.Length]);
        }
    }

    /// <summary>The part of an explanation that is the product's own.</summary>
    public Contribution Explain(int item) => new(null, "popularity", values[item]);

    /// <summary>The same with products that came later, which nobody had.</summary>
    public ItemBiases Extend(int items) => new([.. values, .. Enumerable.Repeat(Unseen, items - values.Length)]);

    /// <summary>Writes the biases to a model file.</summary>
    public void Put(ModelFile file) => file.Put("biases", values);

    /// <summary>Reads what <see cref="Put"/> wrote.</summary>
    /// <exception cref="ModelFileException">The tensor is damaged.</exception>
    public static ItemBiases Get(ModelFile file) => new(file.Get<float>("biases", file.Items.Count));
}
