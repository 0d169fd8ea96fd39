using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>Contiguous elements at a fixed address that begins on a cache line: memory of our own, or a section of a mapped file.</summary>
/// <remarks>The pointer is good as long as the block is reachable; a method that uses it keeps the block alive to its end.</remarks>
internal sealed unsafe class Block<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    // Keeps the memory behind the pointer: a pinned array, or the mapped file.
    private readonly object _owner;

    /// <summary>Allocates elements set to zero.</summary>
    public Block(long length)
    {
        long bytes = checked((length * sizeof(T)) + Alignment);
        long words = (bytes + sizeof(ulong) - 1) / sizeof(ulong);
        if (words > Array.MaxLength)
        {
            throw new VectorIndexException($"An index needs {bytes:N0} bytes in one piece, more than the runtime allows. Split the rows over several indexes.");
        }

        ulong[] memory = GC.AllocateArray<ulong>((int)words, pinned: true);
        _owner = memory;
        nint start = (nint)Unsafe.AsPointer(ref memory[0]);
        Pointer = (T*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
        Length = length;
    }

    /// <summary>Wraps a section of a mapped file.</summary>
    public Block(object owner, void* pointer, long length)
    {
        _owner = owner;
        Pointer = (T*)pointer;
        Length = length;
    }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Bytes held.</summary>
    public long SizeBytes => Length * sizeof(T);

    /// <summary>A new block that begins with this one's first elements; the rest is zero.</summary>
    public Block<T> Resize(long length)
    {
        var copy = new Block<T>(length);
        long bytes = Math.Min(length, Length) * sizeof(T);
        Buffer.MemoryCopy(Pointer, copy.Pointer, bytes, bytes);
        GC.KeepAlive(_owner);
        return copy;
    }
}
