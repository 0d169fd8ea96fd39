using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Report;

/// <summary>Writes a product as its row in the page's product table, so that a title stands in the file once however many rules name it.</summary>
internal sealed class ProductIndexConverter : JsonConverter<ReportProduct>
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<ReportProduct> _products = [];

    /// <summary>The products met so far; row i is the product written as i.</summary>
    public IReadOnlyList<ReportProduct> Products => _products;

    public override ReportProduct Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A report is written, never read back.");

    public override void Write(Utf8JsonWriter writer, ReportProduct value, JsonSerializerOptions options)
    {
        if (!_rows.TryGetValue(value.Id, out int row))
        {
            row = _products.Count;
            _rows.Add(value.Id, row);
            _products.Add(value);
        }

        writer.WriteNumberValue(row);
    }
}
