using System.Text;
using Kindred.Domain;

namespace Kindred.Mining.Input;

/// <summary>Opens files that users name: unpacked, with an error that says what is wrong with the file.</summary>
public static class TextFile
{
    private const int BufferLength = 1 << 16;

    /// <summary>Opens a text: UTF-8, or UTF-16 where a byte order mark says so; gzip and Zstandard are told from the content.</summary>
    /// <param name="path">The file; a pipe will do.</param>
    /// <returns>A reader that throws <see cref="KindredDataException"/> where the text is not UTF-8 or its packing is damaged or cut off.</returns>
    /// <exception cref="KindredDataException">There is no such file.</exception>
    public static StreamReader Open(string path) => new(OpenContent(path), Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Refusal(path)));

    /// <summary>All lines of a text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="KindredDataException">There is no such file, or it cannot be read as <see cref="Open"/> says.</exception>
    public static IReadOnlyList<string> ReadLines(string path, CancellationToken cancellation)
    {
        var lines = new List<string>();
        using StreamReader reader = Open(path);
        while (reader.ReadLine() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Opens the content of a file as bytes, unpacked.</summary>
    /// <param name="path">The file; a pipe will do.</param>
    /// <returns>A stream to be read forward, which throws <see cref="KindredDataException"/> where the packing is damaged or cut off.</returns>
    /// <exception cref="KindredDataException">There is no such file.</exception>
    public static Stream OpenContent(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new KindredDataException(Directory.Exists(path) ? $"'{path}' is a folder; a file is needed." : $"There is no file '{path}'. Check the path.");
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferLength, FileOptions.SequentialScan);
        return new Content(path, Decompression.Open(file.CanSeek ? file : InMemory(file)));
    }

    // The packing is told from the first bytes, and a pipe gives them once.
    private static MemoryStream InMemory(FileStream pipe)
    {
        using (pipe)
        {
            var copy = new MemoryStream();
            pipe.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
    }

    private sealed class Content(string path, Stream inner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException)
            {
                throw new KindredDataException($"'{path}' is damaged or cut off: {e.Message.TrimEnd('.')}. Fetch it again.", e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class Refusal(string path) : DecoderFallback
    {
        public override int MaxCharCount => 1;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(path);

        private sealed class Buffer(string path) : DecoderFallbackBuffer
        {
            public override int Remaining => 0;

            public override bool Fallback(byte[] bytesUnknown, int index) =>
                throw new KindredDataException($"'{path}' is not UTF-8 text (byte {bytesUnknown[0]:X2} fits nowhere). Save it as UTF-8, for instance: iconv -f GB18030 -t UTF-8");

            public override char GetNextChar() => '\0';

            public override bool MovePrevious() => false;
        }
    }
}
