using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsCheck;
using Kindred.Domain;
using Kindred.Index;

namespace Kindred.Tests.Index;

/// <summary>Files that are damaged, cut short, foreign or made up are refused; none can lead a search astray.</summary>
public sealed class IndexFileTests : IDisposable
{
    private const int Dimensions = 8;
    private const int Rows = 150;

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly byte[] _hnsw;
    private readonly byte[] _flat;

    public IndexFileTests()
    {
        _path = _folder.File("a.index");
        var hnsw = new HnswIndex(VectorMetric.Euclidean, Dimensions, new HnswOptions { MaxLinks = 4, EfConstruction = 16 });
        var flat = new FlatIndex(VectorMetric.Cosine, Dimensions);
        foreach (IVectorIndex index in new IVectorIndex[] { hnsw, flat })
        {
            index.SetAll(TestVectors.Clustered(Rows, Dimensions, seed: 1));
            index.Remove(3);
        }

        hnsw.Save(_path);
        _hnsw = File.ReadAllBytes(_path);
        flat.Save(_path);
        _flat = File.ReadAllBytes(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_bit_anywhere_is_detected() => Gen.Select(Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((graph, position, bit) =>
    {
        byte[] bytes = [.. graph ? _hnsw : _flat];
        bytes[position % bytes.Length] ^= (byte)(1 << bit);
        Assert.Throws<VectorIndexException>(() => Load(bytes, graph));
    }, iter: 400);

    [Fact]
    public void A_file_cut_short_or_added_to_is_refused() => Gen.Select(Gen.Bool, Gen.Int[0, int.MaxValue]).Sample((graph, position) =>
    {
        byte[] whole = graph ? _hnsw : _flat;
        Assert.Throws<VectorIndexException>(() => Load(whole[..(position % whole.Length)], graph));
        Assert.Throws<VectorIndexException>(() => Load([.. whole, .. new byte[1 + (position % 200)]], graph));
    }, iter: 100);

    [Fact]
    public void Foreign_files_are_refused_by_name()
    {
        Assert.Contains("no index file of Kindred", Assert.Throws<VectorIndexException>(() => Load(new byte[5000], true)).Message, StringComparison.Ordinal);
        Assert.Contains("shorter than the header", Assert.Throws<VectorIndexException>(() => Load([], true)).Message, StringComparison.Ordinal);
        Assert.Contains("holds no Hnsw index", Assert.Throws<VectorIndexException>(() => Load(_flat, true)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<VectorIndexException>(() => HnswIndex.Load(_folder.File("missing"))).Message, StringComparison.Ordinal);
        Assert.Contains("format version 9", Assert.Throws<VectorIndexException>(() => Load(Signed(_hnsw, (ref IndexFileHeader h) => h.Version = 9), true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Made_up_files_with_fitting_checksums_are_refused_or_searched_safely() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.OneOf(Gen.Int[-3, 200], Gen.Int)).Array[1, 4].Sample(changes =>
        {
            byte[] bytes = [.. _hnsw];
            foreach ((int position, int value) in changes)
            {
                // Every second change hits the header, where the counts and ranges are.
                int words = (position % 2 == 0 ? IndexFileWriter.HeaderLength : bytes.Length) / sizeof(int);
                MemoryMarshal.Cast<byte, int>(bytes.AsSpan())[position / 2 % words] = value;
            }

            try
            {
                var index = (HnswIndex)Load(Signed(bytes, (ref IndexFileHeader _) => { }), true);
                SearchAndChange(index);
            }
            catch (VectorIndexException)
            {
                // Refused: what is hoped for.
            }
        }, iter: 2000);

    [Fact]
    public void Links_out_of_range_are_refused_although_the_checksums_fit()
    {
        long ground = Header(_hnsw).Sections[(int)IndexSection.Ground].Offset;
        foreach (int link in new[] { -1, Rows, int.MaxValue })
        {
            byte[] bytes = [.. _hnsw];
            MemoryMarshal.Write(bytes.AsSpan((int)ground + sizeof(int)), link);
            Assert.Contains("lead nowhere", Assert.Throws<VectorIndexException>(() => Load(Signed(bytes, (ref IndexFileHeader _) => { }), true)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_is_unmapped_when_its_index_is_gone()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("the list of mapped files is read from /proc");
        }

        string path = _folder.File("mapped.index");
        File.WriteAllBytes(path, _hnsw);
        LoadAndForget(path);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain("mapped.index", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disposed_index_lets_go_of_its_file_at_once_and_says_so_to_every_later_call(bool graph)
    {
        string path = _folder.File($"disposed-{graph}.index");
        File.WriteAllBytes(path, graph ? _hnsw : _flat);
        IVectorIndex index = graph ? HnswIndex.Load(path) : FlatIndex.Load(path);
        var query = new float[Dimensions];
        query[1] = 1;
        Assert.Equal(5, index.Search(query, 5).Count);
        index.Dispose();
        index.Dispose();
        Action[] calls = [() => index.Search(query, 5), () => index.Contains(1), () => index.Set(1, query), () => index.Remove(1), () => index.Compact(), () => index.Save(path)];
        Assert.All(calls, call => Assert.Throws<ObjectDisposedException>(call));
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(Path.GetFileName(path), File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_loaded_index_keeps_no_file_handle_and_a_refused_file_no_mapping()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("open and mapped files are read from /proc");
        }

        string good = _folder.File("good-handle.index");
        string bad = _folder.File("bad-handle.index");
        File.WriteAllBytes(good, _hnsw);
        File.WriteAllBytes(bad, [.. _hnsw[..^1], (byte)(_hnsw[^1] ^ 1)]);
        using HnswIndex index = HnswIndex.Load(good);
        Assert.Throws<VectorIndexException>(() => HnswIndex.Load(bad));
        Assert.DoesNotContain(Directory.EnumerateFiles("/proc/self/fd"), fd => new FileInfo(fd).LinkTarget is { } target && target.Contains("-handle.index", StringComparison.Ordinal));
        string maps = File.ReadAllText("/proc/self/maps");
        Assert.Contains("good-handle.index", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("bad-handle.index", maps, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_disposed_under_searches_ends_them_whole_or_by_exception()
    {
        File.WriteAllBytes(_path, _hnsw);
        for (int round = 0; round < 30; round++)
        {
            HnswIndex index = HnswIndex.Load(_path);
            using var begun = new CountdownEvent(3);
            Task[] searches = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => SearchUntilDisposed(index, begun)))];
            begun.Wait(TestContext.Current.CancellationToken);
            index.Dispose();
            Assert.All(searches, s => Assert.IsType<ObjectDisposedException>(Assert.Throws<AggregateException>(() => s.Wait(TestContext.Current.CancellationToken)).InnerException));
        }
    }

    private static void SearchUntilDisposed(HnswIndex index, CountdownEvent begun)
    {
        var query = new float[Dimensions];
        query[2] = 1;
        int[] expected = index.Search(query, 5).Rows.ToArray();
        begun.Signal();
        while (true)
        {
            Assert.Equal(expected, index.Search(query, 5).Rows.ToArray());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadAndForget(string path)
    {
        HnswIndex index = HnswIndex.Load(path);
        Assert.Contains("mapped.index", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        Assert.Equal(Rows - 1, index.Count);
    }

    private delegate void Change(ref IndexFileHeader header);

    private static IndexFileHeader Header(byte[] bytes) => MemoryMarshal.Read<IndexFileHeader>(bytes);

    /// <summary>The file with a changed header and checksums that fit again, as a forger would write it.</summary>
    private static unsafe byte[] Signed(byte[] original, Change change)
    {
        byte[] bytes = [.. original];
        IndexFileHeader header = Header(bytes);
        change(ref header);
        fixed (byte* start = bytes)
        {
            for (int i = 0; i < IndexFileHeader.SectionCount; i++)
            {
                SectionEntry entry = header.Sections[i];
                if (entry.Offset >= 0 && entry.Length is >= 0 and < int.MaxValue && entry.Offset <= bytes.Length && IndexFileWriter.Aligned(entry.Length) <= bytes.Length - entry.Offset)
                {
                    header.Sections[i] = entry with { Checksum = IndexFileWriter.ChecksumOf(start + entry.Offset, IndexFileWriter.Aligned(entry.Length)) };
                }
            }
        }

        header.Checksum = IndexFileWriter.ChecksumOf(in header);
        MemoryMarshal.Write(bytes, header);
        return bytes;
    }

    private static void SearchAndChange(HnswIndex index)
    {
        var query = new float[index.Dimensions];
        query[0] = 1;
        ScoredList found = index.Search(query, 10, new IndexSearchOptions { EfSearch = 20 });
        Assert.True(found.Count <= index.Count);
        index.Set(5, query);
        Assert.True(index.Contains(5));
    }

    private IVectorIndex Load(byte[] bytes, bool graph)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.index");
        File.WriteAllBytes(path, bytes);
        try
        {
            return graph ? HnswIndex.Load(path) : FlatIndex.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
