namespace Kindred.Index;

/// <summary>Opens an index file: maps it, checks every byte against its checksum and every number against its range, then hands out its sections.</summary>
/// <remarks>
/// The numbers are checked although the checksums fit, because searches follow them without bounds checks: no file, however made, can lead
/// them outside the mapped memory.
/// </remarks>
internal sealed unsafe class IndexFileReader
{
    private readonly string _path;
    private readonly MappedFile _file;

    private IndexFileReader(string path, MappedFile file, IndexFileHeader header)
    {
        (_path, _file, Header) = (path, file, header);
    }

    public IndexFileHeader Header { get; }

    public MappedFile File => _file;

    public static IndexFileReader Open(string path, IndexFileKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MappedFile file = Map(path);
        IndexFileHeader header = *(IndexFileHeader*)file.Pointer;
        var reader = new IndexFileReader(path, file, header);
        try
        {
            reader.Check(kind);
            return reader;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public VectorTable Table() => new(
        (VectorMetric)Header.Metric, Header.Dimensions, Section<float>(IndexSection.Vectors), Section<int>(IndexSection.RowOf), Section<ulong>(IndexSection.Live), Header.Rows);

    public HnswState State()
    {
        CodeTable? codes = Header.Quantization == (int)VectorQuantization.Int8
            ? new CodeTable((VectorMetric)Header.Metric, Header.Dimensions, Section<byte>(IndexSection.Codes)) : null;
        return new HnswState(Table(), codes, Links());
    }

    private void Check(IndexFileKind kind)
    {
        CheckHeader(kind);
        CheckSections();
        CheckRows();
        if (kind == IndexFileKind.Hnsw && LinkChecks.FindProblem(Links(), Header.Slots) is { } problem)
        {
            throw Damaged(problem);
        }
    }

    private LinkTable Links() =>
        new(Header.MaxLinks, Section<int>(IndexSection.Ground), Section<int>(IndexSection.UpperStart), Section<int>(IndexSection.Upper), Header.UpperUsed)
        {
            Entry = (Header.EntrySlot, Header.EntryLevel),
        };

    private static MappedFile Map(string path)
    {
        try
        {
            // An empty file cannot be mapped.
            if (new FileInfo(path).Length < IndexFileWriter.HeaderLength)
            {
                throw new VectorIndexException($"'{path}' is no index file of Kindred: it is shorter than the header of one.");
            }

            return new MappedFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VectorIndexException($"The index file '{path}' cannot be read: {e.Message}", e);
        }
    }

    private Block<T> Section<T>(IndexSection section)
        where T : unmanaged
    {
        SectionEntry entry = Header.Sections[(int)section];
        return new Block<T>(_file, _file.Pointer + entry.Offset, entry.Length / sizeof(T));
    }

    private void CheckHeader(IndexFileKind kind)
    {
        if (Header.Magic != IndexFileHeader.ExpectedMagic)
        {
            throw new VectorIndexException($"'{_path}' is no index file of Kindred.");
        }

        IndexFileHeader header = Header;
        if (header.Checksum != IndexFileWriter.ChecksumOf(in header))
        {
            throw Damaged("the header does not fit its checksum");
        }

        if (Header.Version != IndexFileHeader.ExpectedVersion)
        {
            throw new VectorIndexException($"The index file '{_path}' has format version {Header.Version}, this program reads {IndexFileHeader.ExpectedVersion}. Build the index again.");
        }

        if (Header.Kind != (int)kind)
        {
            throw new VectorIndexException($"The index file '{_path}' holds no {kind} index but one of kind {(IndexFileKind)Header.Kind}.");
        }

        CheckRanges();
    }

    private void CheckRanges()
    {
        bool sound = Enum.IsDefined((VectorMetric)Header.Metric) && Header.Dimensions is > 0 and <= VectorChecks.MaxDimensions
            && Header.Slots >= 0 && Header.Rows >= 0 && Header.UpperUsed >= 0 && Header.KeepPruned is 0 or 1;
        if (!sound)
        {
            throw Damaged("a field of the header is out of range");
        }

        if (Header.Kind == (int)IndexFileKind.Hnsw)
        {
            Header.Options.Validate();
        }
    }

    private void CheckSections()
    {
        long offset = IndexFileWriter.HeaderLength;
        for (IndexSection section = 0; (int)section < IndexFileHeader.SectionCount; section++)
        {
            SectionEntry entry = Header.Sections[(int)section];
            if (entry.Offset != offset || entry.Length != Header.LengthOf(section) || IndexFileWriter.Aligned(entry.Length) > _file.Length - offset)
            {
                throw Damaged($"the file has {_file.Length:N0} bytes, its section {section} does not fit in; it was cut short or changed");
            }

            if (entry.Checksum != IndexFileWriter.ChecksumOf(_file.Pointer + offset, IndexFileWriter.Aligned(entry.Length)))
            {
                throw Damaged($"section {section} does not fit its checksum");
            }

            offset = IndexFileWriter.Aligned(offset + entry.Length);
        }

        if (offset != _file.Length)
        {
            throw Damaged($"the file has {_file.Length:N0} bytes where {offset:N0} are expected");
        }
    }

    /// <summary>Every row is in range and is the present one of one slot at most.</summary>
    private void CheckRows()
    {
        int* rowOf = Section<int>(IndexSection.RowOf).Pointer;
        ulong* live = Section<ulong>(IndexSection.Live).Pointer;
        var seen = new HashSet<int>();
        for (int slot = 0; slot < Header.Slots; slot++)
        {
            bool isLive = (live[slot >> 6] >> slot & 1) != 0;
            if ((uint)rowOf[slot] >= (uint)Header.Rows || (isLive && !seen.Add(rowOf[slot])))
            {
                throw Damaged($"row {rowOf[slot]} is out of range or stands there twice");
            }
        }

        if (Header.Slots % 64 != 0 && live[Header.Slots >> 6] >> Header.Slots != 0)
        {
            throw Damaged("vectors beyond the last one are marked present");
        }
    }

    private VectorIndexException Damaged(string what) =>
        new($"The index file '{_path}' is damaged: {what}. Take it from a backup or build the index again.");
}
