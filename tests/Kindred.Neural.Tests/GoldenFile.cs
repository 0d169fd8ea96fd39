using System.Text.Json;

namespace Kindred.Neural.Tests;

/// <summary>Values made by an independent program, committed under Golden/ with their origin.</summary>
internal static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using Stream stream = typeof(GoldenFile).Assembly.GetManifestResourceStream($"Golden/{name}")!;
        using JsonDocument json = JsonDocument.Parse(stream);
        return json.RootElement.Clone();
    }

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];

    public static float[] Singles(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetSingle())];
}
