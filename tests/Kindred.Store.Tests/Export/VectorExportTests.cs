using System.Globalization;
using CsCheck;
using DuckDB.NET.Data;
using Kindred.Domain;
using Kindred.Store.Export;

namespace Kindred.Store.Tests.Export;

public sealed class VectorExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Vocabulary _products = new(["a,1", "b\"2", "茶"]);
    private readonly string?[] _titles = ["A\tlamp\nof \\two\r lines", null, "铁观音 乌龙茶"];
    private readonly float[] _vectors = [0.1f, -1e-30f, 16777216f, float.Epsilon, -0f, float.MaxValue];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void A_table_comes_back_with_every_bit_of_every_number(string extension)
    {
        string file = _folder.File("vectors." + extension);
        VectorExport.WriteTable(file, _products, _vectors, _titles);
        (string Id, string? Title, float[] Vector)[] rows = [.. Read(file)];
        Assert.Equal(["a,1", "b\"2", "茶"], rows.Select(r => r.Id));
        Assert.Equal(_titles, rows.Select(r => r.Title));
        Assert.Equal(Bits(_vectors), Bits(rows.SelectMany(r => r.Vector)));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Any_floats_come_back_from_parquet_and_from_the_projectors_file() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 6]).SelectMany((rows, components) => Gen.Float.Where(float.IsFinite).Array[rows * components].Select(v => (rows, v))).Sample(given =>
        {
            (int rows, float[] vectors) = given;
            var products = new Vocabulary([.. Enumerable.Range(0, rows).Select(i => $"p{i}")]);
            string file = _folder.File($"{Guid.NewGuid():N}.parquet");
            VectorExport.WriteTable(file, products, vectors, new string?[rows]);
            Assert.Equal(Bits(vectors), Bits(Read(file).SelectMany(r => r.Vector)));
            string folder = _folder.File($"{Guid.NewGuid():N}");
            VectorExport.WriteProjector(folder, products, vectors, new string?[rows]);
            Assert.Equal(Bits(vectors), Bits(File.ReadLines(Path.Combine(folder, VectorExport.VectorsFile)).SelectMany(Floats)));
        }, iter: 20);

    [Fact]
    public void The_projector_gets_one_line_a_product_in_both_files()
    {
        IReadOnlyList<string> files = VectorExport.WriteProjector(_folder.File("projector"), _products, _vectors, _titles);
        string[] vectors = File.ReadAllText(files[0]).Split('\n');
        string[] labels = File.ReadAllText(files[1]).Split('\n');
        Assert.Equal(["vectors.tsv", "metadata.tsv"], files.Select(Path.GetFileName));
        Assert.Equal((4, 5), (vectors.Length, labels.Length));
        Assert.Equal(Bits(_vectors), Bits(vectors[..3].SelectMany(Floats)));
        Assert.Equal(["product_id\ttitle", "a,1\tA\\tlamp\\nof \\\\two\\r lines", "b\"2\tb\"2", "茶\t铁观音 乌龙茶", ""], labels);
        Assert.Equal((byte)'p', File.ReadAllBytes(files[1])[0]);
    }

    [Fact]
    public void Vectors_that_do_not_fit_the_products_and_cancelled_exports_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VectorExport.WriteTable(_folder.File("a.parquet"), _products, new float[7], _titles));
        Assert.Throws<OperationCanceledException>(() => VectorExport.WriteTable(_folder.File("a.parquet"), _products, _vectors, _titles, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => VectorExport.WriteProjector(_folder.File("p"), _products, _vectors, _titles, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private static IEnumerable<int> Bits(IEnumerable<float> floats) => floats.Select(BitConverter.SingleToInt32Bits);

    private static IEnumerable<float> Floats(string line) => line.Split('\t').Select(t => float.Parse(t, CultureInfo.InvariantCulture));

    private static IEnumerable<(string Id, string? Title, float[] Vector)> Read(string file)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        string vector = file.EndsWith("parquet", StringComparison.Ordinal) ? "vector" : "CAST(vector AS FLOAT[])";
        command.CommandText = $"SELECT product_id, title, {vector} FROM '{file}'";
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), [.. reader.GetFieldValue<List<float>>(2)]);
        }
    }
}
