using System.Text.Json.Serialization;

namespace Kindred.Cli.Mine;

/// <summary>Writes what <c>mine --count-only</c> prints by generated code alone: the serialiser's own machinery would cost such a short run 30 ms.</summary>
/// <remarks>Only for summaries without rules: a measure may be infinite, which this way of writing refuses.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(MineSummary))]
internal sealed partial class CountJson : JsonSerializerContext;
