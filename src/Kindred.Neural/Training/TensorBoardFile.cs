using System.Buffers.Binary;
using System.Numerics;
using Kindred.Neural.Files;

namespace Kindred.Neural.Training;

/// <summary>A TensorBoard event file of scalars: records of TFRecord framing that each hold one Event message (tensorflow/core/util/event.proto).</summary>
internal sealed class TensorBoardFile : IDisposable
{
    // Field numbers: Event.wall_time 1, step 2, file_version 3, summary 5; Summary.value 1; Value.tag 1, simple_value 2.
    private const string Version = "brain.Event:2";

    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    /// <summary>Starts a file in a folder, which is made when it is not there.</summary>
    public TensorBoardFile(string folder, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        _clock = clock;
        _stream = File.Create(Path.Combine(folder, $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds()}.kindred"));
        WriteEvent(new ProtoMessage().Double(1, Now).Text(3, Version));
    }

    private double Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Appends one point of a curve.</summary>
    public void Add(string tag, long step, float value) => WriteEvent(new ProtoMessage().Double(1, Now).Number(2, step)
        .Child(5, new ProtoMessage().Child(1, new ProtoMessage().Text(1, tag).Single(2, value))));

    /// <summary>Ends the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void WriteEvent(ProtoMessage message)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Bytes.Length);
        _stream.Write(length);
        WriteChecksum(length);
        _stream.Write(message.Bytes);
        WriteChecksum(message.Bytes);
        _stream.Flush();
    }

    // CRC-32C, rotated and shifted so that checksums of data that holds checksums stay sound.
    private void WriteChecksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
        _stream.Write(bytes);
    }
}
