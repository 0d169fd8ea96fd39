using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kindred.Store.Workspaces;

/// <summary>Stage results under <c>artifacts/&lt;stage&gt;/&lt;hash&gt;/</c> and the pointers to the published ones.</summary>
/// <remarks>
/// An artefact is written in a temporary folder, its files are forced to disk, and the folder is renamed into place: it
/// is there whole or not at all. A pointer in <c>published/</c> is one file that is replaced atomically.
/// </remarks>
public sealed class ArtifactStore
{
    private const string ManifestName = "manifest.json";
    private const string TemporaryPrefix = ".tmp-";
    private static readonly SearchValues<char> StageLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly string _artifacts;
    private readonly string _published;
    private readonly TimeProvider _time;

    internal ArtifactStore(string workspaceFolder, TimeProvider time)
    {
        _artifacts = Path.Combine(workspaceFolder, "artifacts");
        _published = Path.Combine(workspaceFolder, "published");
        _time = time;
    }

    /// <summary>The hash that names an artefact: SHA-256 of the key, names in ordinal order.</summary>
    public static string HashOf(ArtifactKey key)
    {
        CheckStage(key.Stage);
        var canonical = new { key.Stage, Inputs = Sorted(key.Inputs), Options = Sorted(key.Options), key.Seed, key.Version };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(canonical)));
    }

    /// <summary>Finds the artefact of a key. Its checksums are not checked; <see cref="Verify"/> does that.</summary>
    /// <returns>Null when the stage has to be run.</returns>
    public Artifact? TryGet(ArtifactKey key) => TryGet(key.Stage, HashOf(key));

    /// <summary>Runs a stage unless its artefact is there already.</summary>
    /// <param name="key">What determines the result.</param>
    /// <param name="produce">Writes the files into the empty folder it is given; nothing is kept when it throws.</param>
    public Artifact GetOrAdd(ArtifactKey key, Action<string> produce)
    {
        ArgumentNullException.ThrowIfNull(produce);
        return TryGet(key) ?? Add(key, produce);
    }

    /// <summary>Makes an artefact the published one of its stage.</summary>
    public void Publish(Artifact artifact)
    {
        Directory.CreateDirectory(_published);
        AtomicFile.Write(Path.Combine(_published, artifact.Manifest.Key.Stage), System.Text.Encoding.ASCII.GetBytes(artifact.Hash));
    }

    /// <summary>The published artefact of a stage, or null when none was published.</summary>
    /// <exception cref="WorkspaceException">The pointer leads nowhere.</exception>
    public Artifact? Published(string stage)
    {
        CheckStage(stage);
        string pointer = Path.Combine(_published, stage);
        if (!File.Exists(pointer))
        {
            return null;
        }

        string hash = File.ReadAllText(pointer);
        return TryGet(stage, hash)
            ?? throw new WorkspaceException($"The published {stage} artefact {hash} is missing below {_artifacts}; run the stage again.");
    }

    /// <summary>Compares every file of an artefact with its checksum.</summary>
    /// <exception cref="WorkspaceException">A file is missing or differs; the message names it.</exception>
    public static void Verify(Artifact artifact)
    {
        foreach ((string name, string checksum) in artifact.Manifest.Checksums)
        {
            string file = Path.Combine(artifact.Folder, name);
            if (!File.Exists(file) || Checksum(file) != checksum)
            {
                throw new WorkspaceException($"The file {file} is missing or damaged; delete the folder {artifact.Folder} and run the stage again.");
            }
        }
    }

    /// <summary>Removes what interrupted runs left behind.</summary>
    internal void RemoveStale()
    {
        if (!Directory.Exists(_artifacts))
        {
            return;
        }

        foreach (string stage in Directory.EnumerateDirectories(_artifacts))
        {
            foreach (string stale in Directory.GetDirectories(stage, TemporaryPrefix + "*"))
            {
                Directory.Delete(stale, recursive: true);
            }
        }
    }

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> values) =>
        new(values.ToDictionary(), StringComparer.Ordinal);

    private static void CheckStage(string stage)
    {
        if (string.IsNullOrEmpty(stage) || stage.AsSpan().ContainsAnyExcept(StageLetters))
        {
            throw new ArgumentException($"'{stage}' is not a stage name: lower-case letters, digits and hyphens only.", nameof(stage));
        }
    }

    private static string Checksum(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private Artifact? TryGet(string stage, string hash)
    {
        string folder = Path.Combine(_artifacts, stage, hash);
        string manifest = Path.Combine(folder, ManifestName);
        return File.Exists(manifest)
            ? new Artifact(folder, hash, JsonSerializer.Deserialize<ArtifactManifest>(File.ReadAllBytes(manifest), Json)!)
            : null;
    }

    private Artifact Add(ArtifactKey key, Action<string> produce)
    {
        string hash = HashOf(key);
        string stageFolder = Path.Combine(_artifacts, key.Stage);
        string temporary = Path.Combine(stageFolder, TemporaryPrefix + hash);
        Directory.CreateDirectory(temporary);
        try
        {
            produce(temporary);
            ArtifactManifest manifest = Seal(key, temporary);
            string folder = Path.Combine(stageFolder, hash);
            Directory.Move(temporary, folder);
            return new Artifact(folder, hash, manifest);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private ArtifactManifest Seal(ArtifactKey key, string folder)
    {
        var checksums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            AtomicFile.Flush(file);
            checksums[Path.GetRelativePath(folder, file).Replace('\\', '/')] = Checksum(file);
        }

        var manifest = new ArtifactManifest(key, _time.GetUtcNow(), checksums);
        AtomicFile.Write(Path.Combine(folder, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
        return manifest;
    }
}
