using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Store.Workspaces;

/// <summary>What <c>kindred.json</c> holds: settings that belong to one shop's workspace.</summary>
public sealed record WorkspaceSettings
{
    /// <summary>The layout this version of Kindred writes and reads.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
    };

    /// <summary>Version of the workspace layout; must be <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>Cleaning rules switched on or off by name; a rule not named keeps its default.</summary>
    public IReadOnlyDictionary<string, bool> Cleaning { get; init; } = new Dictionary<string, bool>();

    internal static WorkspaceSettings Read(string file)
    {
        WorkspaceSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<WorkspaceSettings>(File.ReadAllBytes(file), Json)
                ?? throw new JsonException("it holds null");
        }
        catch (JsonException e)
        {
            throw new WorkspaceException($"The settings in {file} are not valid ({e.Message}); correct the file or delete it to get the defaults.", e);
        }

        return settings.Schema == CurrentSchema
            ? settings
            : throw new WorkspaceException($"The workspace of {file} has layout {settings.Schema}, and this version of Kindred reads layout {CurrentSchema}; use the version that made it or import into a new workspace.");
    }

    internal void Write(string file) => AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
