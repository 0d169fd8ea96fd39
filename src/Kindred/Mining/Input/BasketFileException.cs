using Kindred.Domain;

namespace Kindred.Mining.Input;

/// <summary>A file of baskets cannot be read. The message is one sentence with the file, the line where it is known, and the cause.</summary>
public sealed class BasketFileException : KindredDataException
{
    internal BasketFileException(string file, long? line, string cause, Exception? inner = null)
        : base(line is null ? $"{file}: {cause}" : $"{file}, line {line}: {cause}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; null where the whole file is at fault.</summary>
    public long? Line { get; }
}
