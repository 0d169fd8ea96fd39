namespace Kindred.Domain;

/// <summary>A product as the catalogue describes it; a row of the workspace table <c>products</c>.</summary>
/// <remarks>Only <see cref="Id"/> is always there: a null property was not given.</remarks>
public sealed record Product
{
    /// <summary>The shop's id of the product.</summary>
    public required ProductId Id { get; init; }

    /// <summary>The name customers see, in any language.</summary>
    public string? Title { get; init; }

    /// <summary>Free text about the product, in any language.</summary>
    public string? Description { get; init; }

    /// <summary>Brand or maker.</summary>
    public string? Brand { get; init; }

    /// <summary>Category path from general to specific, levels joined by <c>" &gt; "</c>.</summary>
    public string? Category { get; init; }

    /// <summary>List price in the shop's currency, at least 0.</summary>
    public decimal? Price { get; init; }

    /// <summary>Purchase cost in the shop's currency, at least 0.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>When the product was first offered (UTC).</summary>
    public DateTime? FirstSeen { get; init; }
}
