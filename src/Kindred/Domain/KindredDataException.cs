namespace Kindred.Domain;

/// <summary>The input, the data or the request is at fault, not the program: exit code 1 in the command.</summary>
/// <remarks>The message is one or two plain sentences for the user: what is wrong, where, and what to do next.</remarks>
public class KindredDataException : Exception
{
    /// <summary>Creates the exception with its message for the user.</summary>
    public KindredDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message for the user and the technical cause, if there is one.</summary>
    public KindredDataException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
