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
    /// <exception cref="KindredDataException">There is no workspace, or it knows no titles.</exception>
    public static CatalogueTexts Load(RunContext context, string purpose)
    {
        if (!Workspace.Exists(context.WorkspacePath))
        {
            throw new KindredDataException($"There is no workspace at {context.WorkspacePath}. Import products or orders with titles first (kindred import FILE).");
        }

        using Workspace workspace = Workspaces.Open(context, purpose, readOnly: true);
        string table = Workspaces.HasTable(workspace, "clean_products") ? "clean_products" : "products";
        var (ids, titles, texts) = (new List<string>(), new List<string>(), new List<string>());
        using DuckDBDataReader reader = workspace.Query($"SELECT product_id, title, description FROM {table} WHERE title IS NOT NULL ORDER BY product_id", context.Cancellation);
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
            titles.Add(reader.GetString(1));
            texts.Add(reader.IsDBNull(2) ? titles[^1] : $"{titles[^1]} {reader.GetString(2)}");
        }

        return ids.Count > 0 ? new CatalogueTexts(new Vocabulary(ids), titles, texts)
            : throw new KindredDataException("The workspace knows no product titles. Import products (kindred import FILE --as products) or orders with a description.");
    }
}
