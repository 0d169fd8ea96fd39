using System.Text;
using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>The lines of a text of any origin: one that is too long, or holds what no text holds, ends the reading before it fills the memory.</summary>
/// <param name="reader">The text; lines end with \n, \r\n or \r.</param>
/// <param name="path">What a refusal calls it.</param>
internal sealed class BoundedLines(TextReader reader, string path)
{
    /// <summary>Characters of the longest line that is read.</summary>
    public const int MostCharacters = 16 * 1024 * 1024;

    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _begun = new();
    private int _at;
    private int _end;
    private bool _afterReturn;

    /// <summary>The next line without its end, or null after the last.</summary>
    /// <exception cref="KindredDataException">The line is longer than <see cref="MostCharacters"/> or holds a zero character.</exception>
    public string? Next()
    {
        while (_at < _end || Fill())
        {
            if (_afterReturn && _buffer[_at] == '\n')
            {
                _at++;
                _afterReturn = false;
                continue;
            }

            _afterReturn = false;
            Span<char> rest = _buffer.AsSpan(_at, _end - _at);
            int length = rest.IndexOfAny('\n', '\r', '\0');
            if (length >= 0)
            {
                return End(rest, length);
            }

            Keep(rest);
        }

        return _begun.Length > 0 ? Taken() : null;
    }

    private bool Fill()
    {
        (_at, _end) = (0, reader.Read(_buffer));
        return _end > 0;
    }

    private string End(Span<char> rest, int length)
    {
        if (rest[length] == '\0')
        {
            throw new KindredDataException($"'{path}' holds a zero character, so it is no text file.");
        }

        _afterReturn = rest[length] == '\r';
        Keep(rest[..length]);
        _at++;
        return Taken();
    }

    private void Keep(Span<char> part)
    {
        if (_begun.Length + part.Length > MostCharacters)
        {
            throw new KindredDataException($"A line of '{path}' is longer than {MostCharacters:N0} characters. Is this a text file of one user a line?");
        }

        _begun.Append(part);
        _at += part.Length;
    }

    private string Taken()
    {
        string line = _begun.ToString();
        _begun.Clear();
        return line;
    }
}
