using System.Globalization;
using System.Text;
using Kindred.Domain;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Export;

/// <summary>Writes the vectors of products with their ids and titles, as a table or for the TensorBoard Embedding Projector.</summary>
/// <remarks>Rows stand in the order of the vocabulary. Every number is written so that reading it gives the same float32.</remarks>
public static class VectorExport
{
    /// <summary>The Projector's file of vectors: one product a line, components apart by tabs, no header.</summary>
    public const string VectorsFile = "vectors.tsv";

    /// <summary>The Projector's file of labels: a header, then id and title of the product on the same line of <see cref="VectorsFile"/>.</summary>
    public const string MetadataFile = "metadata.tsv";

    /// <summary>Writes columns <c>product_id</c>, <c>title</c> and <c>vector</c> (a list of float32; in CSV a JSON array).</summary>
    /// <param name="path">A .parquet, .csv or .jsonl file; it appears whole or not at all.</param>
    /// <param name="products">The products, by row.</param>
    /// <param name="vectors">Row-major, products × components.</param>
    /// <param name="titles">A title a product row; null where none is known.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left.</param>
    public static void WriteTable(string path, Vocabulary products, ReadOnlyMemory<float> vectors, IReadOnlyList<string?> titles, CancellationToken cancellationToken = default)
    {
        int components = Components(products, vectors);
        TableFile.Write(path, [("product_id", "VARCHAR"), ("title", "VARCHAR"), ("vector", "FLOAT[]")], appender =>
        {
            for (int row = 0; row < products.Count; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                appender.CreateRow()
                    .AppendValue(products[row].Value)
                    .AppendValue(titles[row])
                    .AppendValue<float>(vectors.Slice(row * components, components).ToArray())
                    .EndRow();
            }
        });
    }

    /// <summary>Writes <see cref="VectorsFile"/> and <see cref="MetadataFile"/> into a folder, UTF-8 without a byte order mark.</summary>
    /// <remarks>Tab, line feed, carriage return and backslash inside ids and titles become \t, \n, \r and \\.</remarks>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="products">The products, by row.</param>
    /// <param name="vectors">Row-major, products × components.</param>
    /// <param name="titles">A title a product row; where none is known the id stands in its place.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The two files.</returns>
    public static IReadOnlyList<string> WriteProjector(string folder, Vocabulary products, ReadOnlyMemory<float> vectors, IReadOnlyList<string?> titles, CancellationToken cancellationToken = default)
    {
        int components = Components(products, vectors);
        Directory.CreateDirectory(folder);
        string[] files = [Path.Combine(folder, VectorsFile), Path.Combine(folder, MetadataFile)];
        WriteLines(files[0], products.Count, row => Numbers(vectors.Span.Slice(row * components, components)), cancellationToken);
        WriteLines(files[1], products.Count + 1, line => line == 0 ? "product_id\ttitle" : Label(line - 1), cancellationToken);
        return files;

        string Label(int row) => $"{Escaped(products[row].Value)}\t{Escaped(titles[row] ?? products[row].Value)}";
    }

    private static int Components(Vocabulary products, ReadOnlyMemory<float> vectors)
    {
        ArgumentNullException.ThrowIfNull(products);
        int components = products.Count == 0 ? 0 : vectors.Length / products.Count;
        return components * products.Count == vectors.Length ? components
            : throw new ArgumentException($"{vectors.Length} numbers are no vectors of equal length for {products.Count} products.", nameof(vectors));
    }

    private static void WriteLines(string path, int count, Func<int, string> line, CancellationToken cancellationToken) => AtomicFile.Replace(path, temporary =>
    {
        using var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteLine(line(i));
        }
    });

    private static string Numbers(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder();
        foreach (float component in vector)
        {
            text.Append(CultureInfo.InvariantCulture, $"\t{component:R}");
        }

        return text.ToString(Math.Min(1, text.Length), Math.Max(text.Length - 1, 0));
    }

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\t", @"\t", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\r", @"\r", StringComparison.Ordinal);
}
