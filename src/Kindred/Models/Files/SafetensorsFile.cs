using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kindred.Models;

/// <summary>An open safetensors file of any origin: the head is read and checked at once, tensors when asked for.</summary>
/// <remarks>
/// Nothing in such a file can be executed. The head is bounded (100 MB) and must describe the file to its last byte, so a damaged, cut or
/// hostile file is refused before memory is taken for its tensors. Not thread-safe.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly long _dataStart;
    private readonly Dictionary<string, TensorEntry> _entries;

    private SafetensorsFile(FileStream stream)
    {
        _stream = stream;
        byte[] length = new byte[8];
        byte[] head = ModelFile.ReadHead(stream, stream.Length, length);
        _dataStart = 8 + head.Length;
        SafetensorsHeader header = SafetensorsHeader.Read(head, stream.Length - _dataStart);
        _entries = header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        Metadata = header.Metadata;
    }

    /// <summary>The names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The texts kept in the head.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its head.</summary>
    /// <exception cref="ModelFileException">It is not a sound safetensors file; the message names the file.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            return new SafetensorsFile(stream);
        }
        catch (ModelFileException e)
        {
            stream.Dispose();
            throw new ModelFileException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The extents of a tensor, outermost first.</summary>
    /// <exception cref="ModelFileException">There is no such tensor.</exception>
    public IReadOnlyList<long> Shape(string name) => Entry(name).Shape;

    /// <summary>Reads a tensor of any floating type as float32, row-major.</summary>
    /// <exception cref="ModelFileException">There is no such tensor, or it holds no floating numbers.</exception>
    public float[] ReadSingles(string name)
    {
        TensorEntry entry = Entry(name);
        byte[] bytes = new byte[entry.End - entry.Start];
        _stream.Position = _dataStart + entry.Start;
        _stream.ReadExactly(bytes);
        var values = new float[bytes.Length / entry.Type.Size];
        switch (entry.Type.Code)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case "BF16":
                Widen(MemoryMarshal.Cast<byte, ushort>(bytes), values);
                break;
            case "F64":
                TensorPrimitives.ConvertTruncating<double, float>(MemoryMarshal.Cast<byte, double>(bytes), values);
                break;
            default:
                throw new ModelFileException($"The tensor '{name}' of {_stream.Name} holds {entry.Type.Code}, not floating numbers.");
        }

        return values;
    }

    /// <summary>Writes a file of float32 or float16 tensors in the order of their names; equal contents give equal bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Names, extents and elements in row-major order.</param>
    /// <param name="half">Whether to round the elements to float16.</param>
    /// <param name="metadata">Texts for the head; null for none.</param>
    public static void Write(
        Stream stream, IEnumerable<(string Name, long[] Shape, float[] Values)> tensors, bool half = false, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Tensor[] ordered = [.. tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => half
            ? new Tensor(t.Name, TensorType.Of(typeof(Half)), t.Shape, Array.ConvertAll(t.Values, v => (Half)v))
            : new Tensor(t.Name, TensorType.Of(typeof(float)), t.Shape, t.Values))];
        byte[] head = SafetensorsHeader.Write(metadata ?? new Dictionary<string, string>(), ordered, hasChecksum: false);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, head.Length);
        stream.Write(length);
        stream.Write(head);
        foreach (Tensor tensor in ordered)
        {
            stream.Write(tensor.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private TensorEntry Entry(string name) => _entries.TryGetValue(name, out TensorEntry? entry)
        ? entry : throw new ModelFileException($"{_stream.Name} has no tensor '{name}'.");

    // bfloat16 is the upper half of a float32.
    private static void Widen(ReadOnlySpan<ushort> bits, Span<float> values)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
        }
    }
}
