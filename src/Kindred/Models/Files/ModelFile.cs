using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Kindred.Domain;

namespace Kindred.Models;

/// <summary>A model file in memory: named arrays, a few texts, the products; a safetensors file with a checksum over the whole.</summary>
/// <remarks>
/// Nothing in it can be executed. Equal contents give equal bytes. Reading checks everything before it is used: a file that is damaged, cut
/// short, added to or of another kind is refused with a <see cref="ModelFileException"/>. Not thread-safe while it is filled.
/// </remarks>
public sealed class ModelFile
{
    /// <summary>The version of the layout this program writes and reads.</summary>
    public const string FormatVersion = "kindred-model/1";

    private const string OptionPrefix = "option.";
    private const string SettledPrefix = "settled.";

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Starts a file for a model.</summary>
    /// <param name="kind">The model's name in <see cref="ModelRegistry"/>.</param>
    /// <param name="items">The products of the model.</param>
    public ModelFile(string kind, Vocabulary items)
    {
        ArgumentNullException.ThrowIfNull(items);
        (Kind, Items) = (kind, items);
        _texts["format"] = FormatVersion;
        _texts["kind"] = kind;
        PutItems(items);
    }

    private ModelFile(SafetensorsHeader header, IEnumerable<Tensor> tensors)
    {
        foreach ((string key, string value) in header.Metadata)
        {
            _texts[key] = value;
        }

        foreach (Tensor tensor in tensors)
        {
            _tensors[tensor.Name] = tensor;
        }

        _texts.Remove(SafetensorsHeader.ChecksumKey);
        string format = Text("format");
        if (format != FormatVersion)
        {
            throw new ModelFileException($"The model file has the format '{format}'; this program reads '{FormatVersion}'. Train the model again with this version.");
        }

        Kind = Text("kind");
        Items = GetItems();
    }

    /// <summary>The model's name in <see cref="ModelRegistry"/>.</summary>
    public string Kind { get; }

    /// <summary>The products of the model.</summary>
    public Vocabulary Items { get; }

    /// <summary>Keeps a short text (an option, a number) under a name.</summary>
    public void Put(string name, string text) => _texts[name] = text;

    /// <summary>Keeps an array under a name; it is not copied.</summary>
    /// <param name="name">Unique in the file.</param>
    /// <param name="values">Elements in row-major order; at most 2 GiB.</param>
    /// <param name="shape">Extents whose product is the number of elements; none means one dimension.</param>
    public void Put<T>(string name, T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        long[] extents = shape.IsEmpty ? [values.Length] : shape.ToArray();
        if (extents.Aggregate(1L, (a, b) => checked(a * b)) != values.Length)
        {
            throw new ArgumentException($"{values.Length} elements do not fill the shape {string.Join(" × ", extents)}.", nameof(shape));
        }

        _tensors[name] = new Tensor(name, TensorType.Of(typeof(T)), extents, values);
    }

    /// <summary>Keeps the options the model was trained with.</summary>
    public void PutOptions(object options) => PutRecord(OptionPrefix, options);

    /// <summary>Keeps the options with what they left open as the data settled it.</summary>
    public void PutSettled(object options) => PutRecord(SettledPrefix, options);

    /// <summary>The options the model was trained with.</summary>
    /// <exception cref="ModelFileException">They are not allowed values of that record.</exception>
    public T GetOptions<T>()
        where T : class, new() => GetRecord<T>(OptionPrefix);

    /// <summary>The options with what they left open as the data settled it.</summary>
    /// <exception cref="ModelFileException">They are not allowed values of that record.</exception>
    public T GetSettled<T>()
        where T : class, new() => GetRecord<T>(SettledPrefix);

    /// <summary>The text kept under a name.</summary>
    /// <exception cref="ModelFileException">There is none.</exception>
    public string Text(string name) =>
        _texts.TryGetValue(name, out string? text) ? text : throw new ModelFileException($"The model file has no '{name}'. It is damaged or not a model file of Kindred.");

    /// <summary>Finds the text kept under a name.</summary>
    public bool TryGetText(string name, out string text) => _texts.TryGetValue(name, out text!);

    /// <summary>The whole number kept under a name.</summary>
    /// <exception cref="ModelFileException">There is none.</exception>
    public int Number(string name) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number : throw new ModelFileException($"'{name}' of the model file is '{Text(name)}', not a whole number.");

    /// <summary>The array kept under a name, checked against its type and shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The extents it must have; a negative one takes any.</param>
    /// <exception cref="ModelFileException">There is none of that type and shape.</exception>
    public T[] Get<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if (!_tensors.TryGetValue(name, out Tensor? tensor) || tensor.Data is not T[] values || values.GetType() != typeof(T[]))
        {
            throw new ModelFileException($"The model file has no {TensorType.Of(typeof(T)).Code} tensor '{name}'. It is damaged or of another kind of model.");
        }

        bool fits = tensor.Shape.Length == shape.Length;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = shape[i] < 0 || shape[i] == tensor.Shape[i];
        }

        return fits ? values : throw new ModelFileException(
            $"The tensor '{name}' of the model file is {string.Join(" × ", tensor.Shape)}; expected {string.Join(" × ", shape.ToArray())}.");
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // Widest elements first, so that every tensor is aligned to its element size.
        Tensor[] ordered = [.. _tensors.Values.OrderByDescending(t => t.Type.Size).ThenBy(t => t.Name, StringComparer.Ordinal)];
        byte[] head = SafetensorsHeader.Write(_texts, ordered, hasChecksum: true);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, head.Length);
        var hash = new XxHash3();
        hash.Append(length);
        hash.Append(head);
        foreach (Tensor tensor in ordered)
        {
            hash.Append(tensor.Bytes);
        }

        Digits(hash).CopyTo(head.AsSpan(SafetensorsHeader.FindDigits(head)));
        stream.Write(length);
        stream.Write(head);
        foreach (Tensor tensor in ordered)
        {
            stream.Write(tensor.Bytes);
        }
    }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="stream">A stream that knows its length, at the start of the file; read to its end.</param>
    /// <exception cref="ModelFileException">The file is damaged, cut short, or not a model file of this version.</exception>
    public static ModelFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long available = stream.Length - stream.Position;
        byte[] length = new byte[8];
        byte[] head = ReadHead(stream, available, length);
        int digits = SafetensorsHeader.FindDigits(head);
        if (digits < 0)
        {
            throw new ModelFileException("The file has no checksum of Kindred: it is not a model file of Kindred, or its head is damaged.");
        }

        byte[] stated = head.AsSpan(digits, 16).ToArray();
        head.AsSpan(digits, 16).Fill((byte)'0');
        SafetensorsHeader header = SafetensorsHeader.Read(head, available - 8 - head.Length);
        var hash = new XxHash3();
        hash.Append(length);
        hash.Append(head);
        List<Tensor> tensors = [.. header.Entries.Select(e => ReadTensor(stream, e, hash))];
        if (!stated.AsSpan().SequenceEqual(Digits(hash)))
        {
            throw new ModelFileException("The checksum of the model file does not fit its content: the file is damaged. Train the model again or copy the file anew.");
        }

        return new ModelFile(header, tensors);
    }

    internal static byte[] ReadHead(Stream stream, long available, byte[] length)
    {
        if (available < 8)
        {
            throw new ModelFileException($"The file has {available} bytes; a model file has more. It is empty or cut short.");
        }

        stream.ReadExactly(length);
        long headLength = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (headLength < 2 || headLength > SafetensorsHeader.MaxBytes || headLength > available - 8)
        {
            throw new ModelFileException("The file does not start like a model file (safetensors): it is of another kind, or damaged.");
        }

        byte[] head = new byte[headLength];
        stream.ReadExactly(head);
        return head;
    }

    private void PutRecord(string prefix, object options)
    {
        foreach ((string name, string value) in ModelOptions.Format(options))
        {
            Put(prefix + name, value);
        }
    }

    private T GetRecord<T>(string prefix)
        where T : class, new()
    {
        try
        {
            return ModelOptions.Parse<T>(_texts.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(t => $"{t.Key[prefix.Length..]}={t.Value}"));
        }
        catch (KindredDataException e)
        {
            throw new ModelFileException($"The options in the model file are not those of '{Kind}': {e.Message}", e);
        }
    }

    private static Tensor ReadTensor(Stream stream, TensorEntry entry, XxHash3 hash)
    {
        var tensor = new Tensor(entry.Name, entry.Type, entry.Shape, entry.Type.Create((int)((entry.End - entry.Start) / entry.Type.Size)));
        stream.ReadExactly(tensor.Bytes);
        hash.Append(tensor.Bytes);
        return tensor;
    }

    private static byte[] Digits(XxHash3 hash) => Encoding.ASCII.GetBytes(hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture));

    private void PutItems(Vocabulary items)
    {
        using var text = new MemoryStream();
        var ends = new long[items.Count];
        for (int row = 0; row < items.Count; row++)
        {
            text.Write(Encoding.UTF8.GetBytes(items[row].Value));
            ends[row] = text.Length;
        }

        Put("items.utf8", text.ToArray());
        Put("items.ends", ends);
    }

    private Vocabulary GetItems()
    {
        byte[] text = Get<byte>("items.utf8", -1);
        long[] ends = Get<long>("items.ends", -1);
        var ids = new string[ends.Length];
        long start = 0;
        for (int row = 0; row < ids.Length; row++)
        {
            if (ends[row] <= start || ends[row] > text.Length)
            {
                throw new ModelFileException($"The id of product row {row} in the model file is misplaced: the file is damaged.");
            }

            ids[row] = Encoding.UTF8.GetString(text, (int)start, (int)(ends[row] - start));
            start = ends[row];
        }

        try
        {
            return new Vocabulary(ids);
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException($"The product ids of the model file are not distinct: {e.Message}", e);
        }
    }
}
