using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Queries;

namespace Kindred.Store.Readiness;

/// <summary>Reads baskets into memory: all of them, or whole baskets drawn by a hash of their order id.</summary>
internal static class BasketSample
{
    private const int HashParts = 1_000_000;

    public static BasketSet Load(CancellableQueries store, int mostOccurrences, CancellationToken cancellation)
    {
        long occurrences = store.Long("SELECT count(*) FROM ready_pairs");
        long parts = occurrences <= mostOccurrences ? HashParts : (long)((double)HashParts * mostOccurrences / occurrences);
        List<string> ids = store.Rows("SELECT product_id FROM ready_products ORDER BY product_id", r => r.GetString(0));
        var products = new Vocabulary(ids);
        var offsets = new List<int> { 0 };
        var rows = new List<int>();
        string? current = null;
        store.ForEach(
            $"SELECT order_id, product_id FROM ready_pairs WHERE hash(order_id) % {HashParts} < {parts} ORDER BY order_id",
            r =>
            {
                string order = r.GetString(0);
                if (order != current)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Close(offsets, rows);
                    current = order;
                }

                products.TryGetRow(new ProductId(r.GetString(1)), out int row);
                rows.Add(row);
            });
        Close(offsets, rows);
        return new BasketSet(products, [.. offsets], [.. rows]);
    }

    private static void Close(List<int> offsets, List<int> rows)
    {
        if (rows.Count > offsets[^1])
        {
            rows.Sort(offsets[^1], rows.Count - offsets[^1], null);
            offsets.Add(rows.Count);
        }
    }
}
