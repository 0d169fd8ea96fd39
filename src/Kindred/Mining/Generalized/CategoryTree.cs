using Kindred.Domain;

namespace Kindred.Mining.Generalized;

/// <summary>Products and the categories above them, in one vocabulary: the taxonomy of generalised itemsets.</summary>
/// <remarks>
/// Product rows stay what they are; categories follow them, each named <c>category:</c> and its whole path, such as
/// <c>category:Food &gt; Dairy</c>, so that two branches may use one name and no category is taken for a product.
/// Immutable and thread-safe.
/// </remarks>
public sealed class CategoryTree
{
    /// <summary>What the ids of categories begin with.</summary>
    public const string IdPrefix = "category:";

    private const char Separator = '>';
    private readonly int[][] _ancestors;

    /// <summary>Builds the tree.</summary>
    /// <param name="products">The products; theirs are the first rows.</param>
    /// <param name="categories">
    /// For each product row its category path from general to specific, levels joined by <c>&gt;</c>; null or blank for a product without one.
    /// </param>
    /// <exception cref="ArgumentException">There are not as many paths as products.</exception>
    /// <exception cref="KindredDataException">A path has an empty level, or a product's id is that of a category.</exception>
    public CategoryTree(Vocabulary products, IReadOnlyList<string?> categories)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(categories);
        if (categories.Count != products.Count)
        {
            throw new ArgumentException($"There are {categories.Count} category paths for {products.Count} products.", nameof(categories));
        }

        ProductCount = products.Count;
        var ids = new List<string>(Enumerable.Range(0, products.Count).Select(row => products[row].Value));
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var ancestors = new List<int[]>(new int[products.Count][]);
        for (int product = 0; product < products.Count; product++)
        {
            ancestors[product] = AddPath(products, product, categories[product], ids, rows, ancestors);
        }

        Items = new Vocabulary(ids);
        _ancestors = [.. ancestors];
    }

    /// <summary>Products first, then categories.</summary>
    public Vocabulary Items { get; }

    /// <summary>Number of products: rows from here on are categories.</summary>
    public int ProductCount { get; }

    /// <summary>Whether a row is a category.</summary>
    public bool IsCategory(int row) => row >= ProductCount;

    /// <summary>The categories above a product or category, the nearest first.</summary>
    public ReadOnlySpan<int> Ancestors(int row) => _ancestors[row];

    /// <summary>Whether one of two rows is an ancestor of the other.</summary>
    public bool AreRelated(int a, int b) => _ancestors[a].Contains(b) || _ancestors[b].Contains(a);

    /// <summary>Each basket with the ancestors of its products added (Srikant &amp; Agrawal 1995, section 3.1).</summary>
    public BasketSet Extend(BasketSet baskets) => Map(baskets, row => [row, .. _ancestors[row]]);

    /// <summary>Each basket with its products replaced by their categories at one level.</summary>
    /// <param name="baskets">Baskets of the products.</param>
    /// <param name="level">1 for the most general level. A product whose path is shorter becomes its nearest category; one without a path stays.</param>
    public BasketSet RollUp(BasketSet baskets, int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        return Map(baskets, row => _ancestors[row].Length == 0 ? [row] : [_ancestors[row][Math.Max(0, _ancestors[row].Length - level)]]);
    }

    private BasketSet Map(BasketSet baskets, Func<int, int[]> rowsOf)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        if (baskets.Products.Count != ProductCount)
        {
            throw new ArgumentException($"The baskets have {baskets.Products.Count} products, the tree {ProductCount}.", nameof(baskets));
        }

        int[][] mapped = [.. Enumerable.Range(0, ProductCount).Select(rowsOf)];
        return BasketSet.FromRows(Items, Enumerable.Range(0, baskets.Count).Select(basket => MapBasket(baskets[basket], mapped)));
    }

    private static List<int> MapBasket(ReadOnlySpan<int> basket, int[][] mapped)
    {
        var rows = new List<int>();
        foreach (int row in basket)
        {
            rows.AddRange(mapped[row]);
        }

        return rows;
    }

    private static int[] AddPath(
        Vocabulary products, int product, string? path, List<string> ids, Dictionary<string, int> rows, List<int[]> ancestors)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return [];
        }

        string[] levels = path.Split(Separator, StringSplitOptions.TrimEntries);
        if (levels.Contains(string.Empty))
        {
            throw new KindredDataException($"The category '{path}' of product '{products[product]}' has an empty level; write A > B > C.");
        }

        int[] above = [];
        for (int depth = 1; depth <= levels.Length; depth++)
        {
            string id = IdPrefix + string.Join(" > ", levels[..depth]);
            if (!rows.TryGetValue(id, out int row))
            {
                if (products.TryGetRow(new ProductId(id), out _))
                {
                    throw new KindredDataException($"The product id '{id}' is also the name of a category; ids that begin with '{IdPrefix}' are kept for categories.");
                }

                row = ids.Count;
                rows.Add(id, row);
                ids.Add(id);
                ancestors.Add(above);
            }

            above = [row, .. above];
        }

        return above;
    }
}
