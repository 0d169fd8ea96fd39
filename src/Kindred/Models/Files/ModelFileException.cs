using Kindred.Domain;

namespace Kindred.Models;

/// <summary>A model file is corrupt, cut short, of another kind or of a version this program does not read.</summary>
public sealed class ModelFileException : KindredDataException
{
    /// <summary>Creates the exception with its message for the user.</summary>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message for the user and the technical cause.</summary>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
