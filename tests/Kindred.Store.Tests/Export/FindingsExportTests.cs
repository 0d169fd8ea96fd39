using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Store.Export;

namespace Kindred.Store.Tests.Export;

public sealed class FindingsExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Vocabulary _products = new(["a,1", "b\"2", "茶"]);
    private readonly ItemsetTable _itemsets = new(10);

    public FindingsExportTests()
    {
        _itemsets.Add([2, 0], 3);
        _itemsets.Add([1], 4);
        _itemsets.Add([0], 4);
        _itemsets.Add([2], 5);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void Itemsets_come_back_in_canonical_order_with_ids_and_titles(string extension)
    {
        string file = _folder.File("itemsets." + extension);
        FindingsExport.WriteItemsets(file, _itemsets, _products, ["A", null, "Tea"]);
        Assert.Equal(
            [
                "[\"茶\"] [\"Tea\"] 1 5 0.5",
                "[\"a,1\"] [\"A\"] 1 4 0.4",
                "[\"b\\\"2\"] [null] 1 4 0.4",
                "[\"a,1\",\"茶\"] [\"A\",\"Tea\"] 2 3 0.3",
            ],
            Read(file));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void An_interrupted_export_leaves_the_old_file()
    {
        string file = _folder.Write("itemsets.csv", "old");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => FindingsExport.WriteItemsets(file, _itemsets, _products, null, cancelled.Token));
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Throws<KindredDataException>(() => FindingsExport.WriteItemsets(_folder.File("itemsets.doc"), _itemsets, _products));
    }

    private static string[] Read(string file)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        string array = file.EndsWith("csv", StringComparison.Ordinal) ? "products || ' ' || titles" : "to_json(products)::VARCHAR || ' ' || to_json(titles)::VARCHAR";
        command.CommandText = $"SELECT {array} || ' ' || length || ' ' || count || ' ' || support FROM '{file}'";
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows];
    }
}
