using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

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
        WriteEvent(output =>
        {
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteString(Version);
        });
    }

    /// <summary>Appends one point of a curve.</summary>
    public void Add(string tag, long step, float value) => WriteEvent(output =>
    {
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(summary =>
        {
            summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
            summary.WriteBytes(Message(point =>
            {
                point.WriteTag(1, WireFormat.WireType.LengthDelimited);
                point.WriteString(tag);
                point.WriteTag(2, WireFormat.WireType.Fixed32);
                point.WriteFloat(value);
            }));
        }));
    });

    /// <summary>Ends the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return ByteString.CopyFrom(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private void WriteEvent(Action<CodedOutputStream> write)
    {
        ByteString message = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Fixed64);
            output.WriteDouble((_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
            write(output);
        });
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Length);
        _stream.Write(length);
        WriteChecksum(length);
        _stream.Write(message.Span);
        WriteChecksum(message.Span);
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
