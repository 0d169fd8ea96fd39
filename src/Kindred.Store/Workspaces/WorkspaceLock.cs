using System.Globalization;

namespace Kindred.Store.Workspaces;

/// <summary>Keeps a workspace to one writer, or to any number of readers, among all processes of a machine.</summary>
/// <remarks>The operating system drops the lock when the process ends, however it ends; the owner file only names who holds it.</remarks>
internal sealed class WorkspaceLock : IDisposable
{
    private readonly FileStream _stream;

    private WorkspaceLock(FileStream stream) => _stream = stream;

    public static WorkspaceLock Acquire(string folder, WorkspaceOptions options)
    {
        string lockFile = Path.Combine(folder, "workspace.lock");
        string ownerFile = Path.Combine(folder, "workspace.owner");
        try
        {
            if (options.ReadOnly && File.Exists(lockFile))
            {
                return new WorkspaceLock(new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.Read));
            }

            var held = new WorkspaceLock(new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.WriteAllText(ownerFile, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} ({options.Purpose}, since {options.TimeProvider.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC)"));
            return held;
        }
        catch (IOException e) when (File.Exists(lockFile))
        {
            string owner = File.Exists(ownerFile) ? File.ReadAllText(ownerFile) : "another process";
            throw new WorkspaceException($"The workspace {folder} is in use by {owner}; wait until it is done, or stop it, and try again.", e);
        }
    }

    public void Dispose() => _stream.Dispose();
}
