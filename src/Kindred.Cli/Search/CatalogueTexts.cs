using DuckDB.NET.Data;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Search;

/// <summary>The texts of the workspace's products: those that the cleaning kept where it has run, else all.</summary>
/// <param name="Products">The ids, by row.</param>
/// <param name="Titles">The title of each; the id where it has none.</param>
/// <param name="Texts">Title and description of each.</param>
internal sealed record CatalogueTexts(Vocabulary Products, IReadOnlyList<string> Titles, IReadOnlyList<string> Texts)
{
    /// <summary>Reads them.</summary>
    /// <param name="context">The run.</param>
    /// <param name="purpose">What they are read for, in a sentence.</param>
    /// <param name="filter">Which products to read; null for all.</param>
    /// <exception cref="KindredDataException">There is no workspace, or it knows no titles, or the filter lets no product through.</exception>
    public static CatalogueTexts Load(RunContext context, string purpose, CatalogueFilter? filter = null)
    {
        if (!Workspace.Exists(context.WorkspacePath))
        {
            throw new KindredDataException($"There is no workspace at {context.WorkspacePath}. Import products or orders with titles first (kindred import FILE).");
        }

        using Workspace workspace = Workspaces.Open(context, purpose, readOnly: true);
        string table = Workspaces.HasTable(workspace, "clean_products") ? "clean_products" : "products";
        var (ids, titles, texts, all) = (new List<string>(), new List<string>(), new List<string>(), 0);
        using DuckDBDataReader reader = workspace.Query(
            $"SELECT product_id, title, description, category, brand, CAST(price AS DOUBLE) FROM {table} WHERE title IS NOT NULL ORDER BY product_id", context.Cancellation);
        while (reader.Read())
        {
            all++;
            if (filter is null || filter.Passes(reader.GetValue(3) as string, reader.GetValue(4) as string, reader.GetValue(5) as double?))
            {
                ids.Add(reader.GetString(0));
                titles.Add(reader.GetString(1));
                texts.Add(reader.IsDBNull(2) ? titles[^1] : $"{titles[^1]} {reader.GetString(2)}");
            }
        }

        return ids.Count > 0 ? new CatalogueTexts(new Vocabulary(ids), titles, texts) : throw new KindredDataException(all == 0
            ? "The workspace knows no product titles. Import products (kindred import FILE --as products) or orders with a description."
            : $"None of the {all:N0} products passes the filters. Check --category, --brand and --max-price.");
    }
}
