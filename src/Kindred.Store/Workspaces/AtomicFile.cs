namespace Kindred.Store.Workspaces;

/// <summary>Writes files so that a reader sees the old content or the new, never a part, even after a crash.</summary>
public static class AtomicFile
{
    internal const string TemporarySuffix = ".kindred-tmp";

    /// <summary>Replaces a file's content: a temporary file beside it is written, forced to disk and renamed.</summary>
    /// <param name="path">The file to replace or create; its folder must exist.</param>
    /// <param name="content">All of the new content.</param>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + TemporarySuffix;
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Lets <paramref name="write"/> produce a file at a temporary path, forces it to disk and renames it into place.</summary>
    /// <param name="path">The file to replace or create; its folder must exist.</param>
    /// <param name="write">Receives the temporary path; when it throws, the temporary file is removed and the old one stays.</param>
    public static void Replace(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = path + TemporarySuffix;
        try
        {
            write(temporary);
            Flush(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static void Flush(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }
}
