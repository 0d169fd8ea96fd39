using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Report;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Analysis;

/// <summary>Products as people name them, by row of the baskets' vocabulary.</summary>
internal sealed class CatalogueView
{
    private readonly ReportProduct[] _products;

    private CatalogueView(ReportProduct[] products) => _products = products;

    public ReportProduct this[int row] => _products[row];

    public int Count => _products.Length;

    /// <summary>Reads titles and categories from the workspace's clean products.</summary>
    public static CatalogueView Load(Workspace workspace, BasketSet baskets, CancellationToken cancellation)
    {
        var known = new (string? Title, string? Category)[baskets.Products.Count];
        using (DuckDBDataReader reader = workspace.Query("SELECT product_id, title, category FROM clean_products", cancellation))
        {
            while (reader.Read())
            {
                if (baskets.Products.TryGetRow(new ProductId(reader.GetString(0)), out int row))
                {
                    known[row] = (Text(reader, 1), Text(reader, 2));
                }
            }
        }

        var counts = new long[known.Length];
        foreach (int row in baskets.Rows)
        {
            counts[row]++;
        }

        return new CatalogueView([.. known.Select((product, row) =>
            new ReportProduct(baskets.Products[row].Value, product.Title ?? baskets.Products[row].Value, product.Category, counts[row]))]);
    }

    private static string? Text(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
