using System.Text.Json;
using Kindred.Models;

namespace Kindred.Neural.Files;

/// <summary>Reading files of a model folder whose names may come from a file of the folder itself, and so from a stranger.</summary>
internal static class ModelFolder
{
    private const long LargestText = 200L << 20;

    /// <summary>The path of a file or folder that a model file names: inside the model's folder and nowhere else.</summary>
    /// <exception cref="ModelFileException">The name leads out of the folder.</exception>
    public static string Inside(string folder, string name)
    {
        string[] parts = name.Split('/');
        bool safe = name.Length == 0 || (name.IndexOfAny(['\\', ':', '\0']) < 0 && Array.TrueForAll(parts, p => p.Length > 0 && p is not ("." or "..")));
        return safe ? Path.Combine([folder, .. parts]) : throw new ModelFileException($"The model in {folder} names the file '{name}', which is not inside its folder. The model is refused.");
    }

    /// <summary>The text of a file of the folder.</summary>
    /// <exception cref="ModelFileException">It is not there, or larger than such a file ever is.</exception>
    public static string ReadText(string folder, string name) => TryReadText(folder, name)
        ?? throw new ModelFileException($"{folder} has no {name}; it is not a model folder, or not a whole one.");

    /// <summary>The text of a file of the folder, or null when it is not there.</summary>
    public static string? TryReadText(string folder, string name)
    {
        var file = new FileInfo(Inside(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= LargestText ? File.ReadAllText(file.FullName) : throw new ModelFileException($"{file.FullName} has {file.Length:N0} bytes, more than such a file ever has.");
    }

    /// <summary>Reads a JSON file of the folder with a function; any fault becomes one clear error.</summary>
    public static T? TryReadJson<T>(string folder, string name, Func<JsonElement, T> read)
        where T : class
    {
        if (TryReadText(folder, name) is not { } text)
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ModelFileException($"{Path.Combine(folder, name)} is not as it should be: {e.Message}", e);
        }
    }
}
