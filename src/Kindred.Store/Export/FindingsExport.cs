using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Rules;

namespace Kindred.Store.Export;

/// <summary>A further column of exported rules, such as a measure or a q-value.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Values">One value a rule, in the order of the table; values that are not finite are written as missing.</param>
public sealed record RuleColumn(string Name, double[] Values);

/// <summary>Writes itemsets and rules with product ids and titles as Parquet, CSV or JSON lines, by the file's extension.</summary>
/// <remarks>
/// The file is written beside its place and renamed, so that a reader never sees a part. The same findings give the same
/// rows in the same order. In CSV a set of products is a JSON array, since ids may hold any character.
/// </remarks>
public static class FindingsExport
{
    /// <summary>Writes itemsets: shorter first, then more frequent, then by product rows.</summary>
    /// <param name="path">A .parquet, .csv or .jsonl file.</param>
    /// <param name="itemsets">The itemsets.</param>
    /// <param name="products">The vocabulary of their rows.</param>
    /// <param name="titles">A title a product row; null where none is known or wanted.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left.</param>
    public static void WriteItemsets(string path, ItemsetTable itemsets, Vocabulary products, IReadOnlyList<string?>? titles = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemsets);
        ArgumentNullException.ThrowIfNull(products);
        (string, string)[] columns = [("products", "VARCHAR[]"), ("titles", "VARCHAR[]"), ("length", "INTEGER"), ("count", "INTEGER"), ("support", "DOUBLE")];
        TableFile.Write(path, columns, appender =>
        {
            foreach (int itemset in Ordered(itemsets))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<int> items = itemsets.Items(itemset);
                int count = itemsets.SupportCount(itemset);
                IDuckDBAppenderRow row = appender.CreateRow();
                AppendProducts(row, items, products, titles);
                row.AppendValue(items.Length).AppendValue(count).AppendValue((double)count / itemsets.BasketCount).EndRow();
            }
        });
    }

    /// <summary>Writes rules in the order of their table.</summary>
    /// <param name="path">A .parquet, .csv or .jsonl file.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="products">The vocabulary of their rows.</param>
    /// <param name="titles">A title a product row; null where none is known or wanted.</param>
    /// <param name="further">Columns beside the counts, support, confidence and lift.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left.</param>
    public static void WriteRules(string path, RuleTable rules, Vocabulary products, IReadOnlyList<string?>? titles = null, IReadOnlyList<RuleColumn>? further = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(products);
        further ??= [];
        (string, string)[] columns =
        [
            ("antecedent", "VARCHAR[]"), ("antecedent_titles", "VARCHAR[]"), ("consequent", "VARCHAR[]"), ("consequent_titles", "VARCHAR[]"),
            ("count", "INTEGER"), ("antecedent_count", "INTEGER"), ("consequent_count", "INTEGER"), ("baskets", "INTEGER"),
            ("support", "DOUBLE"), ("confidence", "DOUBLE"), ("lift", "DOUBLE"), .. further.Select(c => (c.Name, "DOUBLE")),
        ];
        TableFile.Write(path, columns, appender =>
        {
            for (int rule = 0; rule < rules.Count; rule++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                IDuckDBAppenderRow row = appender.CreateRow();
                AppendProducts(row, rules.Antecedent(rule), products, titles);
                AppendProducts(row, rules.Consequent(rule), products, titles);
                AppendCounts(row, rules.Counts(rule));
                foreach (RuleColumn column in further)
                {
                    row.AppendValue(double.IsFinite(column.Values[rule]) ? column.Values[rule] : (double?)null);
                }

                row.EndRow();
            }
        });
    }

    private static int[] Ordered(ItemsetTable itemsets)
    {
        int[] order = [.. Enumerable.Range(0, itemsets.Count)];
        Array.Sort(order, (a, b) =>
        {
            int byLength = itemsets.Items(a).Length.CompareTo(itemsets.Items(b).Length);
            int byCount = byLength != 0 ? byLength : itemsets.SupportCount(b).CompareTo(itemsets.SupportCount(a));
            return byCount != 0 ? byCount : itemsets.Items(a).SequenceCompareTo(itemsets.Items(b));
        });
        return order;
    }

    private static void AppendProducts(IDuckDBAppenderRow row, ReadOnlySpan<int> items, Vocabulary products, IReadOnlyList<string?>? titles)
    {
        var ids = new string[items.Length];
        var names = new string?[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            ids[i] = products[items[i]].Value;
            names[i] = titles?[items[i]];
        }

        row.AppendValue<string>(ids);
        row.AppendValue<string?>(names);
    }

    private static void AppendCounts(IDuckDBAppenderRow row, ContingencyTable counts) => row
        .AppendValue(counts.Both).AppendValue(counts.Antecedent).AppendValue(counts.Consequent).AppendValue(counts.Total)
        .AppendValue((double)counts.Both / counts.Total).AppendValue(counts.Confidence).AppendValue(counts.Lift);
}
