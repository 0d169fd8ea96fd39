using DuckDB.NET.Data;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Generalized;
using Kindred.Mining.Input;
using Kindred.Store.Baskets;
using Kindred.Store.Cleaning;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Mine;

/// <summary>The baskets that a run mines, the titles of their products where they are known, and the categories to roll up to.</summary>
internal sealed class MineSource
{
    private readonly IReadOnlyList<string?>? _titles;
    private readonly Vocabulary _names;

    private MineSource(BasketSet baskets, IReadOnlyList<string?>? titles, CategoryTree? categories)
    {
        Baskets = baskets;
        Categories = categories;
        _names = categories?.Items ?? baskets.Products;
        _titles = titles is null ? null : [.. titles, .. Enumerable.Repeat<string?>(null, _names.Count - titles.Count)];
    }

    public BasketSet Baskets { get; }

    /// <summary>The categories mined beside the products; null where none are.</summary>
    public CategoryTree? Categories { get; }

    /// <summary>What the rows of the itemsets refer to: products, and behind them categories where they are rolled up to.</summary>
    public Vocabulary Names => _names;

    public IReadOnlyList<string?>? KnownTitles => _titles;

    /// <summary>Reads the named file, or the workspace's clean orders where none is named.</summary>
    public static MineSource Read(RunContext context, MineOptionSet given)
    {
        string? path = context.Arguments.GetValue(given.File);
        BasketFileFormat format = FormatOf(context.Arguments.GetValue(given.Format)!);
        if (path is not null && format == BasketFileFormat.Auto)
        {
            format = IsTable(path) ? BasketFileFormat.Orders : BasketFile.Detect(path);
        }

        (BasketSet baskets, IReadOnlyList<string?>? titles) = path is null ? FromWorkspace(context)
            : format == BasketFileFormat.Orders ? FromOrders(context, path)
            : (BasketFile.Read(path, format, context.Cancellation), null);
        return new MineSource(baskets, titles, context.Arguments.GetValue(given.RollUp) is { } categories ? ReadCategories(context, categories, baskets) : null);
    }

    /// <summary>The rows of named products or categories.</summary>
    /// <exception cref="KindredDataException">A product is in no basket.</exception>
    public IReadOnlyList<int> Rows(IReadOnlyList<string> ids, string option)
    {
        var rows = new List<int>();
        var unknown = new List<string>();
        foreach (string id in ids)
        {
            if (_names.TryGetRow(new ProductId(id), out int row))
            {
                rows.Add(row);
            }
            else
            {
                unknown.Add($"'{id}'");
            }
        }

        return unknown.Count == 0
            ? rows
            : throw new KindredDataException($"{option}: no basket holds {string.Join(", ", unknown)}. Ids are compared exactly, with upper and lower case.");
    }

    public IReadOnlyList<string> Ids(ReadOnlySpan<int> rows)
    {
        var ids = new string[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ids[i] = _names[rows[i]].Value;
        }

        return ids;
    }

    /// <summary>Titles of rows, the id standing in where one has none; null where titles are not known at all.</summary>
    public IReadOnlyList<string>? Titles(ReadOnlySpan<int> rows)
    {
        if (_titles is null)
        {
            return null;
        }

        var titles = new string[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            titles[i] = NameOf(rows[i]);
        }

        return titles;
    }

    /// <summary>What to call a row in a sentence.</summary>
    public string NameOf(int row) => _titles?[row] is { } title ? title : _names[row].Value;

    private static BasketFileFormat FormatOf(string name) => name switch
    {
        "fimi" => BasketFileFormat.Fimi,
        "lines" or "basket" => BasketFileFormat.Lines,
        "orders" => BasketFileFormat.Orders,
        _ => BasketFileFormat.Auto,
    };

    /// <summary>Files that are tables by their name; text is told by its content.</summary>
    private static bool IsTable(string path) => path.StartsWith("postgres", StringComparison.Ordinal)
        || Path.GetExtension(path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".zst", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(path) : path)
            .ToLowerInvariant() is ".xlsx" or ".parquet" or ".jsonl" or ".ndjson" or ".tsv";

    private static (BasketSet, IReadOnlyList<string?>?) FromWorkspace(RunContext context)
    {
        using Workspace workspace = Workspaces.Open(context, "mine");
        if (Cleaner.LastReport(workspace) is null)
        {
            Progress.Show(context, progress => Cleaner.Run(workspace, progress: progress, cancellation: context.Cancellation));
        }

        return Load(workspace, context);
    }

    // Of the cleaning rules only the one that makes ids one spelling; the judgement of the others belongs to a workspace.
    private static readonly CleaningOptions OneSpelling = Cleaner.Rules
        .Where(r => r.Id != RuleIds.IdVariants)
        .Aggregate(new CleaningOptions(), (options, rule) => options.WithMode(rule.Id, RuleMode.Off));

    /// <summary>Orders in a file of their own: quantities above 0, ids that differ only in case or spaces as one.</summary>
    private static (BasketSet, IReadOnlyList<string?>?) FromOrders(RunContext context, string path)
    {
        using var temporary = new TemporaryWorkspace(context, "mine");
        Progress.Show(context, progress =>
        {
            Workspaces.Import(context, temporary.Workspace, [path], new ImportOptions { Kind = ImportKind.Orders }, progress);
            return Cleaner.Run(temporary.Workspace, OneSpelling, progress, context.Cancellation);
        });
        temporary.Workspace.Execute("CREATE TEMP VIEW sold_lines AS SELECT * FROM clean_lines WHERE quantity IS NULL OR quantity > 0", context.Cancellation);
        return Load(temporary.Workspace, context, "sold_lines");
    }

    private static (BasketSet, IReadOnlyList<string?>?) Load(Workspace workspace, RunContext context, string lines = "clean_lines")
    {
        LoadedBaskets loaded = workspace.LoadBaskets(new BasketOptions { Lines = lines }, context.Cancellation);
        return (loaded.Baskets, loaded.Titles.Any(t => t is not null) ? loaded.Titles : null);
    }

    private static CategoryTree ReadCategories(RunContext context, string path, BasketSet baskets)
    {
        using var temporary = new TemporaryWorkspace(context, "mine");
        Importer.Import(temporary.Workspace, path, new ImportOptions { Kind = ImportKind.Products }, cancellationToken: context.Cancellation);
        var categories = new string?[baskets.Products.Count];
        using DuckDBDataReader reader = temporary.Workspace.Query("SELECT product_id, category FROM products WHERE category IS NOT NULL", context.Cancellation);
        while (reader.Read())
        {
            if (baskets.Products.TryGetRow(new ProductId(reader.GetString(0)), out int row))
            {
                categories[row] = reader.GetString(1);
            }
        }

        return categories.Any(c => c is not null)
            ? new CategoryTree(baskets.Products, categories)
            : throw new KindredDataException($"{path} gives no category for any product of the baskets; its product ids must be those of the baskets.");
    }
}
