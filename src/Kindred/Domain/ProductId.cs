namespace Kindred.Domain;

/// <summary>A product's identity as the shop writes it (stock code, SKU, id). Compared ordinally, case-sensitively.</summary>
/// <param name="Value">The shop's own text, never empty, trimmed of outer white space by the importer.</param>
/// <remarks>
/// Outside the engine products are <see cref="ProductId"/>; inside they are dense <see cref="int"/> rows of a
/// <see cref="Vocabulary"/>. The two never mix. The default value has a null <see cref="Value"/> and names no product.
/// </remarks>
public readonly record struct ProductId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
