using Kindred.Domain;

namespace Kindred.Store.Workspaces;

/// <summary>A workspace cannot be opened or used; the message says why and what to do next.</summary>
public sealed class WorkspaceException : KindredDataException
{
    /// <summary>Creates the exception with one clear sentence.</summary>
    public WorkspaceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with one clear sentence and what caused it.</summary>
    public WorkspaceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
