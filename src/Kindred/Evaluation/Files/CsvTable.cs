using System.Text;
using Kindred.Domain;
using Kindred.Mining.Input;

namespace Kindred.Evaluation;

/// <summary>Reads a table with a header (RFC 4180), fields separated by commas, tabs or semicolons as in its header: quoted fields may hold commas, line ends and doubled quotes.</summary>
/// <remarks>Encodings and packing as <see cref="TextFile"/> reads them. Header names are matched without regard to case.</remarks>
internal sealed class CsvTable : IDisposable
{
    private readonly string _path;
    private readonly StreamReader _reader;
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private readonly string[] _header;
    private int _line = 1;
    private char _separator = ',';

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="KindredDataException">The file is empty.</exception>
    public CsvTable(string path)
    {
        _path = path;
        _reader = TextFile.Open(path);
        IEnumerable<string> header = ReadRecord() ? ReadHeader() : throw new KindredDataException($"'{path}' is empty; a header line is needed.");
        _header = [.. header.Select(f => f.Trim().ToLowerInvariant())];
    }

    /// <summary>The position of a column.</summary>
    /// <exception cref="KindredDataException">There is none of that name.</exception>
    public int Column(string name) => TryColumn(name)
        ?? throw new KindredDataException($"'{_path}' has no column '{name}'; its columns are {string.Join(", ", _header)}.");

    /// <summary>The position of a column; null where there is none of that name.</summary>
    public int? TryColumn(string name) => Array.IndexOf(_header, name) is >= 0 and int at ? at : null;

    /// <summary>The rows, each valid until the next one is asked for; blank lines are passed over.</summary>
    /// <exception cref="KindredDataException">A row has another number of fields than the header, or a quote is not closed.</exception>
    public IEnumerable<(IReadOnlyList<string> Fields, string Place)> Rows()
    {
        while (true)
        {
            string place = $"'{_path}', line {_line:N0}";
            if (!ReadRecord())
            {
                yield break;
            }

            if (_fields.Count == 1 && _fields[0].Length == 0)
            {
                continue;
            }

            yield return _fields.Count == _header.Length ? (_fields, place)
                : throw new KindredDataException($"{place}: {_fields.Count} fields where the header has {_header.Length}. Fields with separators or quotes must stand in quotes.");
        }
    }

    public void Dispose() => _reader.Dispose();

    private IEnumerable<string> ReadHeader()
    {
        if (_fields.Count > 1 || _fields[0].IndexOfAny(['\t', ';']) is var at && at < 0)
        {
            return _fields;
        }

        _separator = _fields[0][at];
        return _fields[0].Split(_separator).Select(name => name.Trim('"'));
    }

    private bool ReadRecord()
    {
        if (_reader.Peek() < 0)
        {
            return false;
        }

        _fields.Clear();
        while (ReadField())
        {
        }

        return true;
    }

    // Reads a field; true when another one follows in the record.
    private bool ReadField()
    {
        _field.Clear();
        if (_reader.Peek() == '"')
        {
            _reader.Read();
            ReadQuoted();
        }

        int c;
        while ((c = _reader.Read()) >= 0 && c != _separator && c != '\n')
        {
            _field.Append((char)c);
        }

        if (c == '\n')
        {
            _line++;
        }

        if (c != _separator && _field.Length > 0 && _field[^1] == '\r')
        {
            _field.Length--;
        }

        _fields.Add(_field.ToString());
        return c == _separator;
    }

    private void ReadQuoted()
    {
        int start = _line;
        for (int c = _reader.Read(); c >= 0; c = _reader.Read())
        {
            if (c == '"')
            {
                if (_reader.Peek() != '"')
                {
                    return;
                }

                _reader.Read();
            }

            _line += c == '\n' ? 1 : 0;
            _field.Append((char)c);
        }

        throw new KindredDataException($"'{_path}', line {start:N0}: a quote is opened and never closed.");
    }
}
