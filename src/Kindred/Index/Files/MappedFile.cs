using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Index;

/// <summary>A file mapped into memory, changes to it private to this process; unmapped when disposed, or when nothing refers to it any more.</summary>
/// <remarks>The file must not be cut short by others while it is mapped; <c>Save</c> never does, it puts a new file in the old one's place.</remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeMemoryMappedViewHandle _view;

    public MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;

        // The view stays when the file is closed.
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite).SafeMemoryMappedViewHandle;
    }

    /// <summary>The first byte of the file.</summary>
    public byte* Pointer => (byte*)_view.DangerousGetHandle();

    public long Length { get; }

    /// <summary>Keeps the file mapped until <see cref="Leave"/>, also when it is disposed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Enter()
    {
        bool entered = false;
        _view.DangerousAddRef(ref entered);
    }

    public void Leave() => _view.DangerousRelease();

    public void Dispose() => _view.Dispose();
}
