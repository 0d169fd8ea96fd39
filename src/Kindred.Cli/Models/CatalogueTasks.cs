using DuckDB.NET.Data;
using Kindred.Cli.Shell;
using Kindred.Neural.Training;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>Classification tasks that a workspace has answers for: the category of a title, its price band, the sentiment of a review.</summary>
internal static class CatalogueTasks
{
    public const string Category = "category";
    public const string Price = "price";
    public const string Sentiment = "sentiment";

    private const int LeastExamples = 50;
    private const int LeastOfClass = 5;
    private const int MostReviews = 20_000;
    private static readonly string[] Bands = ["lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth"];

    private static readonly (string Name, string Query)[] All =
    [
        (Category, "SELECT title, trim(split_part(category, '>', 1)) FROM {0} WHERE title IS NOT NULL AND category IS NOT NULL ORDER BY product_id"),
        (Price, $"""
            WITH priced AS (
                SELECT p.product_id, any_value(p.title) AS title, coalesce(any_value(p.price), median(l.unit_price)) AS price
                FROM {"{0}"} p LEFT JOIN clean_lines l USING (product_id) WHERE p.title IS NOT NULL GROUP BY p.product_id)
            SELECT title, ['{string.Join("', '", Bands)}'][ntile(5) OVER (ORDER BY price, product_id)] FROM priced WHERE price > 0 ORDER BY product_id
            """),
        (Sentiment, $"SELECT text, CASE WHEN rating >= 4 THEN 'positive' ELSE 'negative' END FROM reviews WHERE text IS NOT NULL AND rating IS NOT NULL AND rating <> 3 ORDER BY review_id, text LIMIT {MostReviews}"),
    ];

    /// <summary>The names of all tasks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(t => t.Name)];

    /// <summary>The tasks asked for that the workspace has enough examples of; the others are said to be left out.</summary>
    public static IReadOnlyList<ClassificationTask> Load(RunContext context, IReadOnlyList<string> names)
    {
        using Workspace workspace = Workspaces.Open(context, "train", readOnly: true);
        string table = Workspaces.HasTable(workspace, "clean_products") ? "clean_products" : "products";
        List<ClassificationTask> tasks = [];
        foreach ((string name, string query) in All.Where(t => names.Contains(t.Name)))
        {
            ClassificationTask task = Create(name, Rows(context, workspace, query.Replace("{0}", table, StringComparison.Ordinal)));
            if (task.Classes.Count < 2 || task.Examples.Count < LeastExamples)
            {
                context.Notes.WriteLine($"{name}: left out, the workspace has {task.Examples.Count} usable examples of {task.Classes.Count} classes.");
                continue;
            }

            tasks.Add(task);
        }

        return tasks;
    }

    // Classes of a handful of examples can neither be learned nor measured.
    private static ClassificationTask Create(string name, List<(string Text, string Class)> rows)
    {
        string[] classes = [.. rows.CountBy(r => r.Class).Where(c => c.Value >= LeastOfClass).Select(c => c.Key).Order(StringComparer.Ordinal)];
        return new ClassificationTask(name, classes, [.. rows.Select(r => (r.Text, Array.BinarySearch(classes, r.Class, StringComparer.Ordinal))).Where(e => e.Item2 >= 0)]);
    }

    private static List<(string Text, string Class)> Rows(RunContext context, Workspace workspace, string query)
    {
        List<(string, string)> rows = [];
        using DuckDBDataReader reader = workspace.Query(query, context.Cancellation);
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
