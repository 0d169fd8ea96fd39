namespace Kindred.Store.Workspaces;

/// <summary>What determines an artefact: the same key gives the same content, so a stage with an unchanged key is not run again.</summary>
public sealed record ArtifactKey
{
    /// <summary>The stage, such as <c>mine</c>: lower-case letters, digits and hyphens.</summary>
    public required string Stage { get; init; }

    /// <summary>Name and content hash of everything the stage reads.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The stage's options by name, in invariant text.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The seed of everything random in the stage.</summary>
    public ulong Seed { get; init; }

    /// <summary>Version of the stage's algorithm and file formats; raised when either changes.</summary>
    public required string Version { get; init; }
}

/// <summary>The file <c>manifest.json</c> of an artefact.</summary>
/// <param name="Key">What the artefact was made from.</param>
/// <param name="Created">When (UTC); not part of the key.</param>
/// <param name="Checksums">SHA-256 of every file by its path below the artefact's folder, with <c>/</c> between names.</param>
public sealed record ArtifactManifest(ArtifactKey Key, DateTimeOffset Created, IReadOnlyDictionary<string, string> Checksums);

/// <summary>A finished artefact.</summary>
/// <param name="Folder">Where its files are.</param>
/// <param name="Hash">The hash of its key: the name of the folder.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record Artifact(string Folder, string Hash, ArtifactManifest Manifest);
