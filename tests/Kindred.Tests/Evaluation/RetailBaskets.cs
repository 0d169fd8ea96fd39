using System.Globalization;
using System.IO.Compression;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;

namespace Kindred.Tests.Evaluation;

/// <summary>Baskets of the real datasets, read as the figures in the comparison were computed.</summary>
internal static class RetailBaskets
{
    /// <summary>Online Retail: invoices not C…, quantity above 0, codes of five digits with or without a letter.</summary>
    public static BasketHistory OnlineRetail(string path)
    {
        var baskets = new Baskets();
        foreach (string line in Lines(path).Skip(1))
        {
            string[] fields = Fields(line);
            bool product = fields[1].Length >= 5 && fields[1].Take(5).All(char.IsAsciiDigit);
            if (product && fields[0][0] != 'C' && int.Parse(fields[3], CultureInfo.InvariantCulture) > 0)
            {
                long time = new DateTimeOffset(DateTime.Parse(fields[4], CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeSeconds();
                baskets.Add(fields[0], fields[1], time, fields[6]);
            }
        }

        return baskets.Build();
    }

    /// <summary>The same baskets with the title of each product: its most frequent description, null where it has none.</summary>
    public static (BasketSet Baskets, IReadOnlyList<string?> Titles) OnlineRetailWithTitles(string path)
    {
        BasketHistory history = OnlineRetail(path);
        var titles = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string[] fields in Lines(path).Skip(1).Select(Fields).Where(f => f[0][0] != 'C' && f[2].Trim().Length > 0 && int.Parse(f[3], CultureInfo.InvariantCulture) > 0))
        {
            titles.TryAdd(fields[1], []);
            titles[fields[1]].Add(fields[2].Trim());
        }

        string? Title(string id) => titles.TryGetValue(id, out List<string>? all) ? all.GroupBy(t => t).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key : null;
        return (history.Baskets, [.. Enumerable.Range(0, history.Baskets.Products.Count).Select(row => Title(history.Baskets.Products[row].Value))]);
    }

    /// <summary>Instacart: orders in the order of the file.</summary>
    public static BasketHistory Instacart(string path)
    {
        var baskets = new Baskets();
        foreach (string line in Lines(path).Skip(1))
        {
            string[] fields = line.Split(',');
            baskets.Add(fields[0], fields[1], long.Parse(fields[0], CultureInfo.InvariantCulture), string.Empty);
        }

        return baskets.Build();
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    // Fields of a line in which only some are quoted; a quote inside is doubled.
    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        bool quoted = false;
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return [.. fields];
    }

    private sealed class Baskets
    {
        private readonly Dictionary<string, int> _orders = [];
        private readonly Dictionary<string, int> _products = [];
        private readonly Dictionary<string, int> _customers = [];
        private readonly List<List<int>> _rows = [];
        private readonly List<long> _times = [];
        private readonly List<int> _buyers = [];

        public void Add(string order, string product, long time, string customer)
        {
            if (_orders.TryAdd(order, _orders.Count))
            {
                _rows.Add([]);
                _times.Add(time);
                _buyers.Add(customer.Length == 0 ? -1 : RowOf(_customers, customer));
            }

            _rows[_orders[order]].Add(RowOf(_products, product));
        }

        public BasketHistory Build()
        {
            var products = new Vocabulary(_products.OrderBy(p => p.Value).Select(p => p.Key));
            return new BasketHistory(BasketSet.FromRows(products, _rows), _times.ToArray(), _buyers.ToArray());
        }

        private static int RowOf(Dictionary<string, int> rows, string id)
        {
            rows.TryAdd(id, rows.Count);
            return rows[id];
        }
    }
}
