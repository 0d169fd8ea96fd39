using Kindred.Domain;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Shell;

/// <summary>Opens the workspace of a run, with the limits the run was given.</summary>
internal static class Workspaces
{
    public static Workspace Open(RunContext context, string purpose, bool readOnly = false, string? folder = null) => Workspace.Open(
        folder ?? context.WorkspacePath,
        new WorkspaceOptions
        {
            MemoryLimitBytes = context.MemoryLimitBytes,
            Threads = context.Threads,
            ReadOnly = readOnly,
            Purpose = $"kindred {purpose}",
            TimeProvider = context.Clock,
        });

    /// <summary>Whether the workspace has a table or view of a name; the name is one of our own.</summary>
    public static bool HasTable(Workspace workspace, string name) =>
        workspace.Scalar<long>($"SELECT count(*) FROM (SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views()) t(name) WHERE name = '{name}'") > 0;

    /// <summary>Imports files one after the other; each is committed on its own.</summary>
    public static IReadOnlyList<ImportReport> Import(
        RunContext context, Workspace workspace, IReadOnlyList<string> sources, ImportOptions options, IProgress<StageProgress> progress) =>
        [.. sources.Select(source => Importer.Import(workspace, source, options, new NamedSteps(progress, $"importing {Path.GetFileName(source)}"), context.Cancellation))];

    private sealed class NamedSteps(IProgress<StageProgress> progress, string stage) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new StageProgress(stage, null, value));
    }
}
