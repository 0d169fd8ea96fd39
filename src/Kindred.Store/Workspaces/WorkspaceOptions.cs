namespace Kindred.Store.Workspaces;

/// <summary>How a workspace is opened; nothing here is stored.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The least memory limit that is accepted: 512 MB.</summary>
    public const long LeastMemoryLimitBytes = 512L << 20;

    /// <summary>What the whole process may use, in bytes; DuckDB gets a part of it. Null: half of the machine's memory.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Threads for DuckDB, at least 1. Null: one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>True to only read: several readers may share a workspace, and nothing in it changes.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What this process is doing, shown to another process that finds the workspace locked.</summary>
    public string Purpose { get; init; } = "kindred";

    /// <summary>The clock for time stamps in manifests and import accounts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        var problems = new List<string>();
        if (MemoryLimitBytes < LeastMemoryLimitBytes)
        {
            problems.Add($"the memory limit is {MemoryLimitBytes} bytes, and at least {LeastMemoryLimitBytes} (512 MB) are needed");
        }

        if (Threads < 1)
        {
            problems.Add($"the number of threads is {Threads}, and at least 1 is needed");
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException($"The workspace options are not valid: {string.Join("; ", problems)}.");
        }
    }
}
