using System.IO.Compression;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining.Rules;

/// <summary>Baskets for the rule tests: real files read the plain way, and small made-up ones.</summary>
internal static class TestBaskets
{
    /// <summary>All itemsets with at least a count.</summary>
    public static ItemsetTable Mine(BasketSet baskets, int minCount) => ItemsetMining.Mine(baskets, new MiningOptions { MinCount = minCount }).Itemsets!;

    public static BasketSet Fimi(string name) => FromLabels(Lines($"fimi/{name}.dat.gz").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    public static BasketSet Groceries() =>
        FromLabels(File.ReadLines(SharedData.Require("retail/groceries.csv")).Select(line => line.Split(',', StringSplitOptions.TrimEntries)));

    /// <summary>Online Retail as PEERS.md defines it: invoices not starting with C, quantity above 0, distinct codes an invoice;
    /// codes that differ only in case are one (3,829 of them, as published).</summary>
    public static BasketSet OnlineRetail() => FromLabels(Lines("retail/online_retail.csv.gz").Skip(1)
        .Select(Fields)
        .Where(fields => !fields[0].StartsWith('C') && double.Parse(fields[3]) > 0)
        .GroupBy(fields => fields[0])
        .Select(invoice => invoice.Select(fields => fields[1].ToUpperInvariant())));

    public static BasketSet FromLabels(IEnumerable<IEnumerable<string>> baskets)
    {
        var rows = new Dictionary<string, int>();
        List<int[]> coded = [];
        foreach (IEnumerable<string> basket in baskets)
        {
            coded.Add([.. basket.Select(label => rows.TryGetValue(label, out int row) ? row : rows[label] = rows.Count)]);
        }

        return BasketSet.FromRows(new Vocabulary(rows.Keys), coded);
    }

    public static BasketSet Random(System.Random random, int baskets, int products, double density)
    {
        var rows = Enumerable.Range(0, baskets)
            .Select(_ => Enumerable.Range(0, products).Where(row => random.NextDouble() < density * (1 + (row % 3)) / 2).ToArray());
        return BasketSet.FromRows(new Vocabulary(Enumerable.Range(0, products).Select(row => $"p{row}")), rows);
    }

    /// <summary>Independent products, save that products 0 and 1 are added together to every fourth basket.</summary>
    public static BasketSet Planted(System.Random random, int baskets, int products, double density)
    {
        var rows = Enumerable.Range(0, baskets).Select(basket => Enumerable.Range(0, products)
            .Where(row => random.NextDouble() < density || (basket % 4 == 0 && row < 2)).ToArray());
        return BasketSet.FromRows(new Vocabulary(Enumerable.Range(0, products).Select(row => $"p{row}")), rows);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Require(file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string[] Fields(string line)
    {
        List<string> fields = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            quoted ^= i < line.Length && line[i] == '"';
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
        }

        return [.. fields];
    }
}
