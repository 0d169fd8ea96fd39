using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Kindred.Models;

namespace Kindred.Encoders;

/// <summary>Vectors of texts for one version of one encoder, in memory or besides in one file that is only ever added to.</summary>
/// <remarks>
/// Layout of the file: magic, dimensions, hash of the model's version; then records of a 128-bit text hash, the components as float32 and a 32-bit checksum. A
/// record that was cut short or damaged ends the file for the reader, and the next one written takes its place, so a crash loses at most what was
/// being written. All vectors are held in memory. Thread-safe; one process at a time may have the file open.
/// </remarks>
public sealed class EmbeddingCache : IDisposable
{
    private const ulong Magic = 0x3143_4245_4452_4B4E;
    private const int HeadBytes = 24;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, float[]> _vectors = [];
    private readonly FileStream? _file;
    private readonly byte[] _record = [];
    private readonly int _dimensions;
    private readonly int _most = int.MaxValue;

    /// <summary>Makes a cache in memory.</summary>
    /// <param name="most">Vectors that are kept at most; further ones are not.</param>
    public EmbeddingCache(int most = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        _most = most;
    }

    /// <summary>Opens a cache, or makes it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="modelVersion">Version of the encoder: other versions have other vectors and need another file.</param>
    /// <param name="dimensions">Components of a vector.</param>
    /// <exception cref="ModelFileException">The file belongs to another encoder, or is no cache.</exception>
    public EmbeddingCache(string path, string modelVersion, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(modelVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (_dimensions, _record) = (dimensions, new byte[16 + (4 * dimensions) + 4]);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            Open(_file, path, Head(modelVersion));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Number of texts whose vectors are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _vectors.Count;
            }
        }
    }

    /// <summary>Finds the vector of a text; it must not be changed.</summary>
    public bool TryGet(string text, out ReadOnlyMemory<float> vector)
    {
        lock (_gate)
        {
            bool found = _vectors.TryGetValue(KeyOf(text), out float[]? known);
            vector = known;
            return found;
        }
    }

    /// <summary>Keeps the vector of a text, unless the cache is full; one that is kept already stays as it is.</summary>
    public void Add(string text, ReadOnlySpan<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, _file is null ? vector.Length : _dimensions);
        lock (_gate)
        {
            UInt128 key = KeyOf(text);
            if (_vectors.Count < _most && _vectors.TryAdd(key, vector.ToArray()) && _file is not null)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(_record, key);
                MemoryMarshal.AsBytes(vector).CopyTo(_record.AsSpan(16));
                BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(_record.Length - 4), Crc32.HashToUInt32(_record.AsSpan(0, _record.Length - 4)));
                _file.Write(_record);
            }
        }
    }

    /// <summary>Writes what is still in buffers and closes the file, where there is one.</summary>
    public void Dispose() => _file?.Dispose();

    private static UInt128 KeyOf(string text) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text));

    private byte[] Head(string modelVersion)
    {
        var head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), _dimensions);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(16), XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(modelVersion)));
        return head;
    }

    private void Open(FileStream file, string path, byte[] head)
    {
        var found = new byte[HeadBytes];
        int length = file.ReadAtLeast(found, HeadBytes, throwOnEndOfStream: false);
        if (length == HeadBytes && !found.AsSpan().SequenceEqual(head))
        {
            throw new ModelFileException($"'{path}' keeps the vectors of another encoder or version. Delete it, or name another file.");
        }

        if (length < HeadBytes)
        {
            file.SetLength(0);
            file.Write(head);
            return;
        }

        long end = HeadBytes;
        while (file.ReadAtLeast(_record, _record.Length, throwOnEndOfStream: false) == _record.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(_record.AsSpan(_record.Length - 4)) == Crc32.HashToUInt32(_record.AsSpan(0, _record.Length - 4)))
        {
            _vectors[BinaryPrimitives.ReadUInt128LittleEndian(_record)] = MemoryMarshal.Cast<byte, float>(_record.AsSpan(16, 4 * _dimensions)).ToArray();
            end += _record.Length;
        }

        file.SetLength(end);
        file.Position = end;
    }
}
