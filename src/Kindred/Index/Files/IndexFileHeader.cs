using System.Runtime.InteropServices;

namespace Kindred.Index;

/// <summary>Which kind of index a file holds.</summary>
internal enum IndexFileKind
{
    Flat = 1,
    Hnsw = 2,
}

/// <summary>The sections of an index file, in their order.</summary>
internal enum IndexSection
{
    Vectors,
    RowOf,
    Live,
    Ground,
    UpperStart,
    Upper,
    Codes,
}

/// <summary>Where a section lies and the XXH3 checksum of its bytes and of the zeros after them.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal record struct SectionEntry(long Offset, long Length, ulong Checksum);

/// <summary>The first 256 bytes of an index file, little-endian; docs/index.md lists the fields.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct IndexFileHeader
{
    public const ulong ExpectedMagic = 0x5844_4E49_5244_4E4B; // "KNDRINDX"
    public const int ExpectedVersion = 1;
    public const int SectionCount = 7;

    public ulong Magic;
    public int Version;
    public int Kind;
    public int Metric;
    public int Dimensions;
    public int Slots;
    public int Rows;
    public int Quantization;
    public int MaxLinks;
    public int EfConstruction;
    public int EfSearch;
    public int KeepPruned;
    public int UpperUsed;
    public int EntrySlot;
    public int EntryLevel;
    public ulong Seed;
    public SectionTable Sections;

    /// <summary>Zero; fills the header up to 256 bytes.</summary>
    public ulong Reserved;

    /// <summary>XXH3 of all bytes of the header before this field.</summary>
    public ulong Checksum;

    /// <summary>The HNSW options kept in the file.</summary>
    public readonly HnswOptions Options => new()
    {
        MaxLinks = MaxLinks,
        EfConstruction = EfConstruction,
        EfSearch = EfSearch,
        KeepPruned = KeepPruned != 0,
        Quantization = (VectorQuantization)Quantization,
        Seed = Seed,
    };

    public static IndexFileHeader Of(VectorTable table) => new()
    {
        Magic = ExpectedMagic,
        Version = ExpectedVersion,
        Kind = (int)IndexFileKind.Flat,
        Metric = (int)table.Metric,
        Dimensions = table.Dimensions,
        Slots = table.Count,
        Rows = table.RowCapacity,
    };

    public static IndexFileHeader Of(HnswState state, HnswOptions options) => Of(state.Table) with
    {
        Kind = (int)IndexFileKind.Hnsw,
        Quantization = (int)options.Quantization,
        MaxLinks = options.MaxLinks,
        EfConstruction = options.EfConstruction,
        EfSearch = options.EfSearch,
        KeepPruned = options.KeepPruned ? 1 : 0,
        UpperUsed = state.Links.UpperUsed,
        EntrySlot = state.Links.Entry.Slot,
        EntryLevel = state.Links.Entry.Level,
        Seed = options.Seed,
    };

    /// <summary>Bytes each section must have.</summary>
    public readonly long LengthOf(IndexSection section) => section switch
    {
        IndexSection.Vectors => (long)Slots * VectorTable.PaddedLength(Dimensions) * sizeof(float),
        IndexSection.RowOf => (long)Slots * sizeof(int),
        IndexSection.Live => (Slots + 63L) / 64 * sizeof(ulong),
        _ when Kind == (int)IndexFileKind.Flat => 0,
        IndexSection.Ground => (long)Slots * (1 + (2 * MaxLinks)) * sizeof(int),
        IndexSection.UpperStart => (long)Slots * sizeof(int),
        IndexSection.Upper => (long)UpperUsed * sizeof(int),
        _ => Quantization == (int)VectorQuantization.Int8 ? (long)Slots * CodeTable.StrideOf(Dimensions) : 0,
    };

    [System.Runtime.CompilerServices.InlineArray(SectionCount)]
    public struct SectionTable
    {
        private SectionEntry _first;
    }
}
