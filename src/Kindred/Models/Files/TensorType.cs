namespace Kindred.Models;

/// <summary>The element types of safetensors that model files use, with their names there and their sizes; bfloat16 as its bits.</summary>
internal sealed record TensorType(string Code, int Size, Func<int, Array> Create)
{
    private static readonly TensorType[] All =
    [
        Of<double>("F64", 8), Of<long>("I64", 8), Of<ulong>("U64", 8),
        Of<float>("F32", 4), Of<int>("I32", 4), Of<Half>("F16", 2), Of<ushort>("BF16", 2), Of<sbyte>("I8", 1), Of<byte>("U8", 1),
    ];

    /// <summary>The managed element type.</summary>
    public Type Element { get; private init; } = typeof(byte);

    public static TensorType? Find(string code) => Array.Find(All, t => t.Code == code);

    public static TensorType Of(Type element) =>
        Array.Find(All, t => t.Element == element) ?? throw new ArgumentException($"A model file cannot hold elements of type {element.Name}.");

    private static TensorType Of<T>(string code, int size)
        where T : unmanaged => new(code, size, length => new T[length]) { Element = typeof(T) };
}

/// <summary>A named array of a model file with its shape; the elements stand in row-major order.</summary>
internal sealed record Tensor(string Name, TensorType Type, long[] Shape, Array Data)
{
    public long ByteCount => (long)Data.Length * Type.Size;

    public Span<byte> Bytes => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
        ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Data), checked((int)ByteCount));
}
