using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Queries;

namespace Kindred.Store.Readiness;

/// <summary>Reads baskets into memory: all of them, or whole baskets drawn by a hash of their order id.</summary>
internal static class BasketSample
{
    /// <summary>Hashes of order ids are taken modulo this.</summary>
    public const int HashParts = 1_000_000;

    public static BasketSet Load(CancellableQueries store, int mostOccurrences)
    {
        long occurrences = store.Long("SELECT count(*) FROM ready_pairs");
        long parts = occurrences <= mostOccurrences ? HashParts : (long)((double)HashParts * mostOccurrences / occurrences);
        List<string> ids = store.Rows("SELECT product_id FROM ready_products ORDER BY product_row", r => r.GetString(0));
        var offsets = new List<int> { 0 };
        var rows = new List<int>();
        int current = -1;
        store.ForEach(
            $"SELECT basket, product_row FROM ready_pairs SEMI JOIN (SELECT basket FROM ready_baskets WHERE part < {parts}) USING (basket) ORDER BY ALL",
            r =>
            {
                int basket = r.GetInt32(0);
                if (basket != current && rows.Count > 0)
                {
                    offsets.Add(rows.Count);
                }

                current = basket;
                rows.Add(r.GetInt32(1));
            });
        if (rows.Count > 0)
        {
            offsets.Add(rows.Count);
        }

        return new BasketSet(new Vocabulary(ids), [.. offsets], [.. rows]);
    }
}
