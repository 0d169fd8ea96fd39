using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Kindred.Report;

/// <summary>The data of a page as JSON that can stand inside a script element: <c>{"model":…,"products":[[id,title,category,baskets],…]}</c>.</summary>
internal static class ReportJson
{
    /// <summary>Escapes what could end the element (&lt;, &gt;, &amp;, quotes) and leaves every script's letters readable.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    public static string Serialize(ReportModel model)
    {
        var products = new ProductIndexConverter();
        var context = new ReportJsonContext(new JsonSerializerOptions
        {
            Encoder = Encoder,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters =
            {
                products,
                new JsonStringEnumConverter<AssociationKind>(JsonNamingPolicy.CamelCase),
                new JsonStringEnumConverter<ReadinessLevel>(JsonNamingPolicy.CamelCase),
            },
        });

        // The model first: writing it fills the product table.
        string modelJson = JsonSerializer.Serialize(model, context.ReportModel);
        object?[][] rows = [.. products.Products.Select(p => new object?[] { p.Id, p.Title, p.Category, p.Baskets })];
        return $$"""{"model":{{modelJson}},"products":{{JsonSerializer.Serialize(rows, context.ObjectArrayArray)}}}""";
    }
}

/// <summary>Serialisers made at compile time: no reflection when a report is written.</summary>
[JsonSerializable(typeof(ReportModel))]
[JsonSerializable(typeof(object?[][]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
