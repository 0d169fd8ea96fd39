using System.Collections.Concurrent;
using System.IO.Compression;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Mining;

/// <summary>The real datasets as baskets, read plainly (not by the reader under test) and once.</summary>
internal static class RealBaskets
{
    private static readonly ConcurrentDictionary<string, Lazy<BasketSet>> Loaded = new();

    /// <summary>A dataset by the name PEERS.md gives it; skips the test where the file is absent.</summary>
    public static BasketSet Load(string name)
    {
        string path = SharedData.Require(name switch
        {
            "Online Retail" => "retail/online_retail.csv.gz",
            "Groceries" => "retail/groceries.csv",
            "BMS1" => "fimi/BMS1_renumbered.dat.gz",
            _ => $"fimi/{name}.dat.gz",
        });
        return Loaded.GetOrAdd(name, _ => new Lazy<BasketSet>(() => name == "Online Retail" ? ReadInvoices(path) : ReadBaskets(path))).Value;
    }

    private static BasketSet ReadBaskets(string path)
    {
        char separator = path.EndsWith(".csv", StringComparison.Ordinal) ? ',' : ' ';
        return Build(Lines(path).Select(line => line.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    }

    /// <summary>Invoices that do not start with C, lines with quantity above 0, the distinct codes of each invoice (85123a is 85123A).</summary>
    private static BasketSet ReadInvoices(string path)
    {
        var invoices = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string line in Lines(path).Skip(1))
        {
            List<string> cells = Cells(line);
            if (cells[0].StartsWith('C') || int.Parse(cells[3]) <= 0)
            {
                continue;
            }

            if (!invoices.TryGetValue(cells[0], out List<string>? codes))
            {
                invoices[cells[0]] = codes = [];
            }

            codes.Add(cells[1].ToUpperInvariant());
        }

        return Build(invoices.Values);
    }

    private static BasketSet Build(IEnumerable<IReadOnlyList<string>> baskets)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = new List<int[]>();
        foreach (IReadOnlyList<string> basket in baskets)
        {
            sets.Add([.. basket.Select(Row)]);
        }

        return BasketSet.FromRows(new Vocabulary(rows.Keys), sets);

        int Row(string label)
        {
            rows.TryAdd(label, rows.Count);
            return rows[label];
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using Stream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        bool quoted = false;
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                cells.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return cells;
    }
}
