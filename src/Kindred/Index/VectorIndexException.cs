using Kindred.Domain;

namespace Kindred.Index;

/// <summary>A vector, an option or an index file is at fault; the message says which and what to do.</summary>
public sealed class VectorIndexException : KindredDataException
{
    /// <summary>Creates the exception with its message for the user.</summary>
    public VectorIndexException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message for the user and the technical cause.</summary>
    public VectorIndexException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
