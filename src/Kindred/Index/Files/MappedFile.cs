using System.IO.MemoryMappedFiles;

namespace Kindred.Index;

/// <summary>A file mapped into memory, changes to it private to this process; unmapped when nothing refers to it any more.</summary>
/// <remarks>The file must not be cut short by others while it is mapped; <c>Save</c> never does, it puts a new file in the old one's place.</remarks>
internal sealed unsafe class MappedFile
{
    private readonly MemoryMappedFile _file;

    // Its handle's finaliser, which runs after ours, unmaps the view.
    private readonly MemoryMappedViewAccessor _view;

    public MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = pointer + _view.PointerOffset;
    }

    /// <summary>Gives back the pointer, without which the handle would hold the view for ever.</summary>
    ~MappedFile() => _view?.SafeMemoryMappedViewHandle.ReleasePointer();

    /// <summary>The first byte of the file.</summary>
    public byte* Pointer { get; }

    public long Length { get; }
}
