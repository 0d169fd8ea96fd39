using System.Text.Json;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>The best settings that tuning found for a model, as a small JSON file that later trainings start from.</summary>
internal sealed record SavedSettings
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required string Model { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public int? StopAfterEpochs { get; init; }

    public required string Metric { get; init; }

    /// <summary>The metric on the tuning cases, with these settings and with the ones the search began with.</summary>
    public required double Quality { get; init; }

    public required double DefaultQuality { get; init; }

    public required DateTimeOffset TunedAt { get; init; }

    /// <summary>Writes the settings; a reader finds the old file or the new one.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
    }

    /// <summary>The model with the settings of a file; null where there is no file.</summary>
    /// <exception cref="KindredDataException">The file cannot be read or is of another model or version.</exception>
    public static ModelRequest? Read(string path, ModelDefinition definition)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            SavedSettings saved = JsonSerializer.Deserialize<SavedSettings>(File.ReadAllBytes(path), Json)!;
            return new ModelRequest(definition, definition.ParseOptions([.. saved.Parameters.Select(p => $"{p.Key}={p.Value}")])) { StopAfterEpochs = saved.StopAfterEpochs };
        }
        catch (Exception e) when (e is JsonException or KindredDataException)
        {
            throw new KindredDataException($"The saved settings {path} cannot be used ({e.Message}). Remove the file, tune again, or train with --defaults.");
        }
    }
}
