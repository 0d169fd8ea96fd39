using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kindred.Models;

/// <summary>Where a tensor of a safetensors file lies: bytes Start (included) to End (excluded) of the data part.</summary>
internal sealed record TensorEntry(string Name, TensorType Type, long[] Shape, long Start, long End);

/// <summary>
/// The JSON head of a safetensors file: 8 bytes little-endian length, the JSON, then the tensors without gaps
/// (the format note of the safetensors project, version 0.4).
/// </summary>
/// <remarks>
/// Any program that reads safetensors reads these files. The checksum stands in the metadata as <c>"checksum":"xxh3:" + 16 hex digits</c> and covers
/// the whole file, the digits taken as zeros.
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Largest head that is read, as in the reference implementation.</summary>
    public const int MaxBytes = 100_000_000;

    public const string ChecksumKey = "checksum";

    private const string ChecksumPrefix = "xxh3:";
    private const string NoDigits = "0000000000000000";
    private static readonly byte[] ChecksumMark = Encoding.ASCII.GetBytes($"\"{ChecksumKey}\":\"{ChecksumPrefix}");

    private SafetensorsHeader(Dictionary<string, string> metadata, List<TensorEntry> entries) => (Metadata, Entries) = (metadata, entries);

    public Dictionary<string, string> Metadata { get; }

    public List<TensorEntry> Entries { get; }

    /// <summary>Writes the head, with zero checksum digits where it has a checksum, padded with blanks to a multiple of 8 bytes.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> metadata, IReadOnlyList<Tensor> tensors, bool hasChecksum)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            if (hasChecksum)
            {
                json.WriteString(ChecksumKey, ChecksumPrefix + NoDigits);
            }

            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long start = 0;
            foreach (Tensor tensor in tensors)
            {
                WriteEntry(json, tensor, start);
                start += tensor.ByteCount;
            }

            json.WriteEndObject();
        }

        int padding = (8 - (buffer.WrittenCount % 8)) % 8;
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    /// <summary>Where the 16 digits of the checksum start, or −1.</summary>
    public static int FindDigits(ReadOnlySpan<byte> head)
    {
        int mark = head.IndexOf(ChecksumMark);
        int digits = mark + ChecksumMark.Length;
        return mark < 0 || digits + NoDigits.Length > head.Length ? -1 : digits;
    }

    /// <summary>Reads and checks a head against the length of the data part.</summary>
    /// <exception cref="ModelFileException">Something is not as the format demands.</exception>
    public static SafetensorsHeader Read(ReadOnlySpan<byte> head, long dataLength)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(head.ToArray(), new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<TensorEntry>();
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (property.NameEquals("__metadata__"))
                {
                    foreach (JsonProperty pair in property.Value.EnumerateObject())
                    {
                        metadata.Add(pair.Name, pair.Value.GetString() ?? throw new ModelFileException($"The metadata '{pair.Name}' is not a text."));
                    }

                    continue;
                }

                entries.Add(ReadEntry(property));
            }

            CheckCover(entries, dataLength);
            return new SafetensorsHeader(metadata, entries);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new ModelFileException($"The head of the model file is not readable ({e.Message}). The file is damaged or not a model file; train the model again.", e);
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, Tensor tensor, long start)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Code);
        json.WriteStartArray("shape");
        foreach (long extent in tensor.Shape)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(start + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TensorEntry ReadEntry(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object ||
            !property.Value.TryGetProperty("dtype", out JsonElement dtype) ||
            !property.Value.TryGetProperty("shape", out JsonElement extents) ||
            !property.Value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.GetArrayLength() != 2)
        {
            throw new ModelFileException($"The tensor '{property.Name}' of the model file lacks its type, shape or place.");
        }

        TensorType type = TensorType.Find(dtype.GetString() ?? string.Empty)
            ?? throw new ModelFileException($"The tensor '{property.Name}' has the type '{dtype}', which model files do not use.");
        long[] shape = [.. extents.EnumerateArray().Select(e => e.GetInt64())];
        (long start, long end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (Array.Exists(shape, e => e < 0) || start < 0 || end < start || end - start > int.MaxValue ||
            shape.Aggregate(1L, (a, b) => checked(a * b)) != (end - start) / type.Size || (end - start) % type.Size != 0)
        {
            throw new ModelFileException($"The tensor '{property.Name}' of the model file has a shape that does not fit its place.");
        }

        return new TensorEntry(property.Name, type, shape, start, end);
    }

    private static void CheckCover(List<TensorEntry> entries, long dataLength)
    {
        entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        long position = 0;
        foreach (TensorEntry entry in entries)
        {
            if (entry.Start != position)
            {
                throw new ModelFileException($"The tensor '{entry.Name}' starts at byte {entry.Start} of the data, but the one before it ends at {position}.");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new ModelFileException($"The model file should hold {position:N0} bytes of data and holds {dataLength:N0}: it was cut short or added to.");
        }
    }
}
