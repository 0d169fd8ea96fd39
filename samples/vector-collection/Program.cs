// Products in a Microsoft.Extensions.VectorData collection: add, search with a filter, replace, remove.
// Code against VectorStore runs unchanged on any other provider; here the index lives in this process.
using Kindred.Index.VectorData;
using Microsoft.Extensions.VectorData;

var store = new KindredVectorStore();
VectorStoreCollection<string, Product> products = store.GetCollection<string, Product>("products");
await products.EnsureCollectionExistsAsync();
await products.UpsertAsync(
[
    new Product { Code = "lamp-red", Title = "Red desk lamp", Category = "lamps", Price = 30, Vector = new[] { 1f, 0.1f, 0f } },
    new Product { Code = "lamp-blue", Title = "Blue desk lamp", Category = "lamps", Price = 45, Vector = new[] { 0.9f, 0.3f, 0f } },
    new Product { Code = "bulb", Title = "Bulb", Category = "bulbs", Price = 5, Vector = new[] { 0.8f, 0f, 0.5f } },
    new Product { Code = "chair", Title = "Chair", Category = "chairs", Price = 80, Vector = new[] { 0f, 1f, 0f } },
]);

await ShowAsync("most alike to the red lamp:", null);
await ShowAsync("of these below 40:", new VectorSearchOptions<Product> { Filter = p => p.Price < 40 });

await products.DeleteAsync("bulb");
await products.UpsertAsync(new Product { Code = "lamp-blue", Title = "Blue desk lamp, reduced", Category = "lamps", Price = 35, Vector = new[] { 0.9f, 0.3f, 0f } });
await ShowAsync("below 40, after the bulb went and a lamp got cheaper:", new VectorSearchOptions<Product> { Filter = p => p.Price < 40 });
return 0;

async Task ShowAsync(string title, VectorSearchOptions<Product>? options)
{
    Console.WriteLine(title);
    await foreach (VectorSearchResult<Product> found in products.SearchAsync(new[] { 1f, 0.1f, 0f }, 3, options))
    {
        Console.WriteLine($"  {found.Score:0.000}  {found.Record.Title} ({found.Record.Category}, {found.Record.Price})");
    }
}

internal sealed class Product
{
    [VectorStoreKey]
    public string Code { get; set; } = string.Empty;

    [VectorStoreData]
    public string Title { get; set; } = string.Empty;

    [VectorStoreData(IsIndexed = true)]
    public string Category { get; set; } = string.Empty;

    [VectorStoreData]
    public decimal Price { get; set; }

    [VectorStoreVector(3, DistanceFunction = DistanceFunction.CosineSimilarity)]
    public ReadOnlyMemory<float> Vector { get; set; }
}
