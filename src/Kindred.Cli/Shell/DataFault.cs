namespace Kindred.Cli.Shell;

/// <summary>Names the exceptions of the system that are the input's or the machine's fault, in one plain sentence each.</summary>
internal static class DataFault
{
    /// <summary>The sentence for the user; null where the exception is a fault of the program.</summary>
    public static string? Explain(Exception problem) => problem switch
    {
        FileNotFoundException missing => $"There is no file '{missing.FileName}'. Check the path.",
        DirectoryNotFoundException => $"{problem.Message} Check the path.",
        UnauthorizedAccessException => $"{problem.Message} Check the permissions of the file or folder.",
        IOException io when IsDiskFull(io) => $"The disk is full: {io.Message.TrimEnd('.')}. Free some space or choose another --workspace.",
        IOException io => $"Reading or writing failed: {io.Message}",
        OutOfMemoryException => "Memory ran out. Raise --memory-limit, raise the minimum support, or ask for --count-only.",
        _ => null,
    };

    private static bool IsDiskFull(IOException problem) => (problem.HResult & 0xFFFF) is 28 or 112;
}
