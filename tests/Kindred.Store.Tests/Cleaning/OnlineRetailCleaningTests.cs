using DuckDB.NET.Data;
using Kindred.Store.Cleaning;

namespace Kindred.Store.Tests.Cleaning;

/// <summary>The rules on real orders. Expected numbers are counted by separate, simple SQL, or are the dataset's published facts.</summary>
[Collection(OnlineRetailCollection.Name)]
public sealed class OnlineRetailCleaningTests(CleanedOnlineRetail data)
{
    [Fact]
    public void Finds_what_the_dataset_is_known_to_hold()
    {
        (OrderBook book, CleaningReport report) = data.Get();

        Assert.Equal(541_909, report.LinesBefore);
        Assert.Equal(9_288, report.Rule(RuleIds.CancelledOrders).Details["cancelling_lines"]);
        Assert.Equal(1_454, report.Rule(RuleIds.BlankDescriptions).LinesFound);
        Assert.Equal(book.Count("SELECT count(*) FROM order_lines WHERE unit_price <= 0"), report.Rule(RuleIds.ZeroPrices).LinesFound);
        Assert.Equal(book.Count("SELECT count(*) FROM order_lines WHERE quantity < 0 AND order_id NOT LIKE 'C%'"), report.Rule(RuleIds.Returns).LinesFound);
        Assert.Equal(
            book.Count("SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM order_lines)) FROM order_lines"),
            report.Rule(RuleIds.Duplicates).LinesFound);
        Assert.Equal(
            book.Count("SELECT count(DISTINCT product_id) - count(DISTINCT upper(product_id)) FROM order_lines"),
            report.Rule(RuleIds.IdVariants).Details["ids_merged"]);
        Assert.All(report.Rules, r => Assert.Null(r.HeldBack));
    }

    [Fact]
    public void Finds_the_service_lines_and_leaves_products_with_such_words_alone()
    {
        (OrderBook book, CleaningReport report) = data.Get();
        RuleAccount service = report.Rule(RuleIds.ServiceLines);

        string[] codes = ["POST", "DOT", "M", "m", "C2", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS", "B", "23444", "23574", "22016"];
        string list = string.Join(", ", codes.Select(c => $"'{c}'"));
        Assert.Equal(book.Count($"SELECT count(*) FROM order_lines WHERE product_id IN ({list}) OR product_id LIKE 'gift%'"), service.LinesFound);
        Assert.Equal(0, book.Count($"SELECT count(*) FROM clean_lines WHERE product_id IN ({list}) OR product_id LIKE 'gift%'"));
        Assert.NotEqual(0, book.Count("SELECT count(*) FROM clean_lines WHERE title = 'FRENCH CARRIAGE LANTERN'"));
        Assert.NotEqual(0, book.Count("SELECT count(*) FROM clean_lines WHERE product_id = 'DCGSSGIRL'"));
    }

    [Fact]
    public void Cancellations_are_matched_as_the_slow_obvious_way_does()
    {
        (OrderBook book, CleaningReport report) = data.Get();
        IReadOnlyDictionary<string, long> details = report.Rule(RuleIds.CancelledOrders).Details;
        SlowMatch expected = SlowMatch.Of(book);

        Assert.Equal(expected.Full, details["matched_full"]);
        Assert.Equal(expected.Partial, details["matched_partial"]);
        Assert.Equal(expected.Short, details["matched_short"]);
        Assert.Equal(expected.Unmatched, details["unmatched"]);
        Assert.Equal(expected.Cancelled, details["originals_cancelled"]);
        Assert.Equal(expected.Reduced, details["originals_reduced"]);
        Assert.InRange(details["matched_full"] + details["matched_partial"], 7_000, 9_288);
    }

    [Fact]
    public void Nothing_is_lost()
    {
        (OrderBook book, CleaningReport report) = data.Get();

        Assert.Equal(541_909, book.Count("SELECT (SELECT count(*) FROM clean_lines) + (SELECT count(*) FROM removed_lines)"));
        Assert.Equal(report.LinesBefore - report.LinesAfter, report.Rules.Sum(r => r.LinesRemoved));
        Assert.Equal(
            book.Count("SELECT sum(quantity * 10000)::BIGINT FROM order_lines"),
            book.Count("""
                SELECT (((SELECT sum(quantity) FROM clean_lines) + (SELECT sum(quantity) FROM removed_lines)
                    + (SELECT sum(quantity_before - quantity_after) FROM changed_lines)) * 10000)::BIGINT
                """));
        Assert.Equal(book.Count("SELECT count(DISTINCT order_id) FROM clean_lines"), report.OrdersAfter);
        Assert.Equal(0, book.Count("SELECT count(*) FROM clean_lines WHERE quantity <= 0 OR unit_price <= 0"));
        Assert.Equal(0, book.Count("SELECT count(*) FROM clean_products WHERE title IS NULL OR title <> upper(title) AND lower(title) = title"));
    }

    /// <summary>For each cancelling line in time order, a look through all earlier lines of that customer, product and price.</summary>
    private sealed record SlowMatch(long Full, long Partial, long Short, long Unmatched, long Cancelled, long Reduced)
    {
        private sealed class Bought
        {
            public required DateTime At { get; init; }

            public required long Line { get; init; }

            public required decimal Quantity { get; init; }

            public decimal Left { get; set; }
        }

        public static SlowMatch Of(OrderBook book)
        {
            var bought = new Dictionary<(string, string, decimal), List<Bought>>();
            var cancelling = new List<(long Line, string? Customer, string Product, decimal Price, decimal Quantity, DateTime At)>();
            using DuckDBCommand command = book.Workspace.Connection.CreateCommand();
            command.CommandText = "SELECT rowid, order_id, upper(product_id), customer_id, ordered_at, quantity, unit_price FROM order_lines";
            using DuckDBDataReader r = command.ExecuteReader();
            while (r.Read())
            {
                string? customer = r.IsDBNull(3) ? null : r.GetString(3);
                if (r.GetString(1)[0] == 'C')
                {
                    cancelling.Add((r.GetInt64(0), customer, r.GetString(2), r.GetDecimal(6), -r.GetDecimal(5), r.GetDateTime(4)));
                }
                else if (customer is not null && r.GetDecimal(5) > 0)
                {
                    (string, string, decimal) key = (customer, r.GetString(2), r.GetDecimal(6));
                    bought.TryAdd(key, []);
                    bought[key].Add(new Bought { Line = r.GetInt64(0), At = r.GetDateTime(4), Quantity = r.GetDecimal(5), Left = r.GetDecimal(5) });
                }
            }

            return Count(bought, cancelling);
        }

        private static SlowMatch Count(
            Dictionary<(string, string, decimal), List<Bought>> bought,
            List<(long Line, string? Customer, string Product, decimal Price, decimal Quantity, DateTime At)> cancelling)
        {
            long full = 0, partial = 0, shortOf = 0, unmatched = 0;
            foreach (var c in cancelling.OrderBy(c => c.At).ThenBy(c => c.Line))
            {
                List<Bought> earlier = c.Customer is not null && bought.TryGetValue((c.Customer, c.Product, c.Price), out List<Bought>? found)
                    ? [.. found.Where(b => b.At <= c.At && b.Left > 0).OrderByDescending(b => b.At).ThenByDescending(b => b.Line)]
                    : [];
                if (earlier.Count == 0)
                {
                    unmatched++;
                    continue;
                }

                if (earlier.Find(b => b.Quantity == c.Quantity && b.Left == c.Quantity) is { } whole)
                {
                    whole.Left = 0;
                    full++;
                    continue;
                }

                decimal open = c.Quantity;
                foreach (Bought b in earlier)
                {
                    decimal taken = Math.Min(open, b.Left);
                    b.Left -= taken;
                    open -= taken;
                }

                _ = open > 0 ? shortOf++ : partial++;
            }

            Bought[] touched = [.. bought.Values.SelectMany(b => b).Where(b => b.Left < b.Quantity)];
            return new SlowMatch(full, partial, shortOf, unmatched, touched.Count(b => b.Left == 0), touched.Count(b => b.Left > 0));
        }
    }
}
