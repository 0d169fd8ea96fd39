using System.Text.Json;
using Kindred.Models;
using Kindred.Neural.Files;

namespace Kindred.Neural.Transformers;

/// <summary>The weight files of a model folder, one or several, seen as one set of tensors under BERT's names.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (SafetensorsFile File, string Name)> _tensors = new(StringComparer.Ordinal);

    public CheckpointFiles(string folder)
    {
        foreach (string path in FindFiles(folder))
        {
            var file = SafetensorsFile.Open(path);
            _files.Add(file);
            foreach (string name in file.Names)
            {
                _tensors[ParameterNames.Canonical(name)] = (file, name);
            }
        }
    }

    /// <summary>The elements of a parameter, or null when no file has it.</summary>
    /// <exception cref="ModelFileException">It has another shape.</exception>
    public float[]? Read(string name, ReadOnlySpan<long> shape)
    {
        if (!_tensors.TryGetValue(name, out (SafetensorsFile File, string Name) tensor))
        {
            return null;
        }

        IReadOnlyList<long> found = tensor.File.Shape(tensor.Name);
        return found.SequenceEqual(shape.ToArray()) ? tensor.File.ReadSingles(tensor.Name) : throw new ModelFileException(
            $"The tensor '{tensor.Name}' is {string.Join(" × ", found)}; config.json asks for {string.Join(" × ", shape.ToArray())}.");
    }

    public void Dispose() => _files.ForEach(f => f.Dispose());

    private static string[] FindFiles(string folder)
    {
        string single = Path.Combine(folder, Single);
        if (File.Exists(single))
        {
            return [single];
        }

        string index = Path.Combine(folder, Index);
        return File.Exists(index) ? ReadIndex(folder, index) : throw new ModelFileException(
            $"{folder} has neither {Single} nor {Index}. Weights in other formats can run code when they are read and are not supported.");
    }

    private static string[] ReadIndex(string folder, string index)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(index));
            return [.. json.RootElement.GetProperty("weight_map").EnumerateObject().Select(p => p.Value.GetString() is { Length: > 0 } name ? name : throw new InvalidOperationException($"'{p.Name}' is in no file."))
                .Distinct(StringComparer.Ordinal).Select(name => ModelFolder.Inside(folder, name))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelFileException($"{index} is not an index of weight files: {e.Message}", e);
        }
    }
}
