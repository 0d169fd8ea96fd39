using System.Security.Cryptography;

namespace Kindred.Store.Import.Text;

/// <summary>A row of a text file that is not exactly one line with content.</summary>
/// <param name="Row">Its number, from 1; a blank line is a row.</param>
/// <param name="ExtraLines">Line breaks inside quoted cells.</param>
/// <param name="Blank">True when it has no content.</param>
internal readonly record struct IrregularRow(long Row, int ExtraLines, bool Blank);

/// <summary>
/// One pass over a text file's bytes: content hash, UTF-8 validity, and where rows and lines part company, so that
/// rejected rows can be reported by the line numbers of the file.
/// </summary>
internal sealed class TextScan
{
    private const int BufferLength = 1 << 20;
    private const int MostIrregularRows = 4_000_000;
    private readonly byte _delimiter;
    private readonly bool _quotes;
    private readonly List<IrregularRow> _irregular = [];
    private bool _inQuotes;
    private bool _fieldStart = true;
    private bool _quotePending;
    private bool _rowHasContent;
    private bool _returnPending;
    private int _extraLines;

    private TextScan(byte? delimiter)
    {
        _quotes = delimiter is not null;
        _delimiter = delimiter ?? 0;
    }

    public string ContentHash { get; private set; } = "";

    public Utf8Check Utf8 { get; } = new();

    public long Rows { get; private set; }

    /// <summary>Rows that end with carriage return and line feed.</summary>
    public long ReturnLineFeeds { get; private set; }

    /// <summary>Rows that end with a line feed alone.</summary>
    public long LineFeeds { get; private set; }

    public bool HasNul { get; private set; }

    public IReadOnlyList<IrregularRow> Irregular => _irregular;

    /// <summary>False when there were so many irregular rows that later ones were not noted.</summary>
    public bool LinesAreExact { get; private set; } = true;

    /// <summary>Scans a file.</summary>
    /// <param name="path">The file, in UTF-8 or another superset of ASCII.</param>
    /// <param name="compression">The compression around it.</param>
    /// <param name="delimiter">What separates cells where cells may be quoted; null where quotes mean nothing.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public static TextScan Of(string path, Compression compression, char? delimiter, CancellationToken cancellationToken)
    {
        var scan = new TextScan((byte?)delimiter);
        byte[] buffer = new byte[BufferLength];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Stream stream = FileContent.Open(path, compression);
        for (int read; (read = FileContent.Read(stream, buffer, path)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, read);
            hash.AppendData(bytes);
            scan.Utf8.Add(bytes);
            scan.HasNul |= bytes.Contains((byte)0);
            scan.AddRows(bytes);
        }

        scan.Finish();
        scan.ContentHash = Convert.ToHexStringLower(hash.GetHashAndReset());
        return scan;
    }

    private void AddRows(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (position < bytes.Length)
        {
            int next = _quotes ? bytes[position..].IndexOfAny((byte)'\n', (byte)'"') : bytes[position..].IndexOf((byte)'\n');
            int end = next < 0 ? bytes.Length : position + next;
            Plain(bytes[position..end]);
            if (next < 0)
            {
                return;
            }

            if (bytes[end] == '\n')
            {
                LineBreak();
            }
            else
            {
                Quote();
            }

            position = end + 1;
        }
    }

    private void Plain(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        CloseQuote();
        _returnPending = bytes[^1] == '\r';
        _rowHasContent |= bytes.Length > 1 || !_returnPending;
        _fieldStart = bytes[^1] == _delimiter;
    }

    private void Quote()
    {
        _rowHasContent = true;
        _returnPending = false;
        if (_quotePending)
        {
            _quotePending = false;
        }
        else if (_inQuotes)
        {
            _quotePending = true;
        }
        else if (_fieldStart)
        {
            _inQuotes = true;
        }

        _fieldStart = false;
    }

    private void LineBreak()
    {
        CloseQuote();
        if (_inQuotes)
        {
            _extraLines++;
            _returnPending = false;
            return;
        }

        if (_returnPending)
        {
            ReturnLineFeeds++;
        }
        else
        {
            LineFeeds++;
        }

        EndRow();
    }

    // A quote inside a quoted cell ends it unless another quote follows.
    private void CloseQuote()
    {
        if (_quotePending)
        {
            _quotePending = false;
            _inQuotes = false;
        }
    }

    private void EndRow()
    {
        Rows++;
        if (!_rowHasContent || _extraLines > 0)
        {
            if (_irregular.Count < MostIrregularRows)
            {
                _irregular.Add(new IrregularRow(Rows, _extraLines, !_rowHasContent));
            }
            else
            {
                LinesAreExact = false;
            }
        }

        _rowHasContent = _returnPending = false;
        _fieldStart = true;
        _extraLines = 0;
    }

    private void Finish()
    {
        Utf8.Finish();
        if (_rowHasContent || _extraLines > 0)
        {
            EndRow();
        }
    }
}
