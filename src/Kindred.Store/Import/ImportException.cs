using Kindred.Domain;

namespace Kindred.Store.Import;

/// <summary>A source cannot be imported as a whole; the message is one sentence with the cause and the next step.</summary>
public sealed class ImportException : KindredDataException
{
    /// <summary>Creates the exception with one clear sentence.</summary>
    public ImportException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with one clear sentence and what caused it.</summary>
    public ImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
