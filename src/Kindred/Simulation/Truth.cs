using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Domain;

namespace Kindred.Simulation;

/// <summary>What makes a planted coincidence look like an association.</summary>
public enum Confounder
{
    /// <summary>Both sell very well.</summary>
    Popularity,

    /// <summary>Both sell in the same season.</summary>
    Season,

    /// <summary>Both appeal to the same customers.</summary>
    Taste,
}

/// <summary>Two products planted to be bought together.</summary>
/// <param name="A">The product that calls for the other.</param>
/// <param name="B">Its companion.</param>
/// <param name="TypeA">Type of A, such as <c>printer</c>.</param>
/// <param name="TypeB">Type of B, such as <c>ink</c>.</param>
/// <param name="Condition"><c>always</c>, <c>season:NAME</c> or <c>segment:NAME</c>.</param>
/// <param name="AttachProbability">Chance that a basket which holds A for its own sake, and meets the condition, takes B because of it.</param>
/// <param name="ExpectedCount">Baskets expected to hold both.</param>
/// <param name="ExpectedLift">Expected ratio of that count to the one independence would give.</param>
/// <param name="Triple">Number of the triple the pair is a part of; null for a plain pair.</param>
public sealed record PlantedComplement(
    ProductId A, ProductId B, string TypeA, string TypeB, string Condition, double AttachProbability, double ExpectedCount, double ExpectedLift, int? Triple);

/// <summary>Two products that serve the same need and are seldom in one basket.</summary>
/// <param name="A">One.</param>
/// <param name="B">The other.</param>
/// <param name="Type">Their type.</param>
/// <param name="ChanceCount">Baskets that would hold both if they were bought independently.</param>
public sealed record PlantedSubstitute(ProductId A, ProductId B, string Type, double ChanceCount);

/// <summary>Two products that have nothing to do with each other but a confounder; independent given season and customer segment.</summary>
/// <param name="A">One.</param>
/// <param name="B">The other.</param>
/// <param name="Confounder">What they share.</param>
/// <param name="ExpectedCount">Baskets expected to hold both.</param>
/// <param name="ExpectedLift">Lift that the confounder alone gives; 1 for popularity.</param>
public sealed record PlantedCoincidence(ProductId A, ProductId B, Confounder Confounder, double ExpectedCount, double ExpectedLift);

/// <summary>A new product and the companions that products of its type call for.</summary>
/// <param name="Product">The new product.</param>
/// <param name="Type">Its type.</param>
/// <param name="LaunchedOn">Day of its first possible sale.</param>
/// <param name="Companions">Products that belong with it, best first; its title is what can tell.</param>
public sealed record PlantedColdProduct(ProductId Product, string Type, DateOnly LaunchedOn, IReadOnlyList<ProductId> Companions);

/// <summary>What a simulated shop was planted with; everything else in its orders is chance, season, taste and price.</summary>
public sealed record Truth
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new ProductIdConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Seed of the shop.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Orders the expected counts are for.</summary>
    public required long Orders { get; init; }

    /// <summary>Pairs bought together, those of triples included.</summary>
    public required IReadOnlyList<PlantedComplement> Complements { get; init; }

    /// <summary>Pairs bought instead of each other.</summary>
    public required IReadOnlyList<PlantedSubstitute> Substitutes { get; init; }

    /// <summary>Pairs with nothing but a confounder in common.</summary>
    public required IReadOnlyList<PlantedCoincidence> Coincidences { get; init; }

    /// <summary>New products with companions by type.</summary>
    public required IReadOnlyList<PlantedColdProduct> Cold { get; init; }

    /// <summary>Writes truth.json (UTF-8, snake_case).</summary>
    public void Write(Stream output) => JsonSerializer.Serialize(output, this, Json);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="KindredDataException">The stream is not a truth file.</exception>
    public static Truth Read(Stream input)
    {
        try
        {
            return JsonSerializer.Deserialize<Truth>(input, Json) ?? throw new KindredDataException("The truth file is empty.");
        }
        catch (JsonException e)
        {
            throw new KindredDataException($"This is not a truth file of the shop generator: {e.Message}", e);
        }
    }

    private sealed class ProductIdConverter : JsonConverter<ProductId>
    {
        public override ProductId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("A product id is null."));

        public override void Write(Utf8JsonWriter writer, ProductId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
