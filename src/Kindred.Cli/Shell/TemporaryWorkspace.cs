using Kindred.Store.Workspaces;

namespace Kindred.Cli.Shell;

/// <summary>A workspace for one run on files alone, gone when the run is.</summary>
internal sealed class TemporaryWorkspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public TemporaryWorkspace(RunContext context, string purpose) => Workspace = Workspaces.Open(context, purpose, folder: _folder);

    public Workspace Workspace { get; }

    public void Dispose()
    {
        Workspace.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
