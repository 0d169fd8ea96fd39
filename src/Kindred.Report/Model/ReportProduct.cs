namespace Kindred.Report;

/// <summary>A product as the report names it.</summary>
/// <param name="Id">The shop's id. Products with equal ids are one product; the first one's other values are shown.</param>
/// <param name="Title">The name customers see, in any language; the id where there is none.</param>
/// <param name="Category">Category path (<c>A &gt; B</c>), or null.</param>
/// <param name="Baskets">Baskets that hold the product, at least 0.</param>
public sealed record ReportProduct(string Id, string Title, string? Category, long Baskets);
