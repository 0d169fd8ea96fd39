using Kindred.Domain;
using Kindred.Mining;

namespace Kindred.Evaluation;

/// <summary>Reads order lines with titles (<c>order_id,product_id,title</c>), CSV with a header, as they are: nothing is cleaned.</summary>
public static class TitledOrders
{
    /// <summary>Reads baskets, and for each product the title that stands most often, of equally frequent ones the first in ordinal order.</summary>
    /// <param name="path">The file; gzip and Zstandard are read as they are.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="KindredDataException">A column is missing, an id is empty, or the file holds no lines.</exception>
    public static (BasketSet Baskets, IReadOnlyList<string?> Titles) Read(string path, CancellationToken cancellation = default)
    {
        using var table = new CsvTable(path);
        (int orderColumn, int productColumn, int titleColumn) = (table.Column("order_id"), table.Column("product_id"), table.Column("title"));
        var (orders, products) = (new Dictionary<string, List<int>>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var titles = new List<Dictionary<string, int>>();
        foreach ((IReadOnlyList<string> fields, string place) in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            (string order, string product, string title) = (fields[orderColumn], fields[productColumn], fields[titleColumn].Trim());
            if (order.Length == 0 || product.Length == 0)
            {
                throw new KindredDataException($"{place}: the order_id or the product_id is empty.");
            }

            if (products.TryAdd(product, products.Count))
            {
                titles.Add(new Dictionary<string, int>(StringComparer.Ordinal));
            }

            orders.TryAdd(order, []);
            orders[order].Add(products[product]);
            if (title.Length > 0)
            {
                titles[products[product]][title] = titles[products[product]].GetValueOrDefault(title) + 1;
            }
        }

        return orders.Count > 0
            ? (BasketSet.FromRows(new Vocabulary(products.OrderBy(p => p.Value).Select(p => p.Key)), orders.Values), [.. titles.Select(MostFrequent)])
            : throw new KindredDataException($"'{path}' holds no order lines.");
    }

    private static string? MostFrequent(Dictionary<string, int> titles) =>
        titles.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Key).FirstOrDefault();
}
