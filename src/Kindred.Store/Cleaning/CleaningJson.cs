using System.Text.Json;

namespace Kindred.Store.Cleaning;

/// <summary>The JSON of reports: snake_case keys, as the command line prints them.</summary>
internal static class CleaningJson
{
    public static JsonSerializerOptions Options { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
