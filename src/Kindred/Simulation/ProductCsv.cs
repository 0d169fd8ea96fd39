using System.Globalization;
using System.Text;
using Kindred.Domain;

namespace Kindred.Simulation;

/// <summary>Writes products as CSV after RFC 4180: fields with a comma, quote or line break stand in quotes, quotes are doubled.</summary>
internal static class ProductCsv
{
    public static void Write(IEnumerable<Product> products, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("product_id,title,description,brand,category,price,unit_cost,first_seen");
        foreach (Product p in products)
        {
            writer.WriteLine(string.Join(',', new[]
            {
                p.Id.Value, p.Title, p.Description, p.Brand, p.Category, Money(p.Price), Money(p.UnitCost),
                p.FirstSeen?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }.Select(Quoted)));
        }
    }

    private static string? Money(decimal? amount) => amount?.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Quoted(string? field) => field is null ? ""
        : field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
