using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Kindred.Store.Import.Text;

/// <summary>Counts what is and what is not UTF-8 in bytes that arrive in pieces.</summary>
internal sealed class Utf8Check
{
    private readonly byte[] _carry = new byte[4];
    private int _carried;

    /// <summary>Sequences that are not UTF-8.</summary>
    public long Invalid { get; private set; }

    /// <summary>Pieces seen to hold valid characters beyond ASCII: a measure of how much speaks for UTF-8.</summary>
    public long Valid { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (_carried > 0 && bytes.Length > 0)
        {
            _carry[_carried++] = bytes[0];
            bytes = bytes[1..];
            if (Rune.DecodeFromUtf8(_carry.AsSpan(0, _carried), out _, out int used) != OperationStatus.NeedMoreData)
            {
                int kept = _carried - used;
                bool valid = Rune.DecodeFromUtf8(_carry.AsSpan(0, _carried), out _, out _) == OperationStatus.Done;
                Count(valid);
                _carry.AsSpan(used, kept).CopyTo(_carry);
                _carried = kept;
            }
        }

        while (!bytes.IsEmpty)
        {
            bytes = Block(bytes);
        }
    }

    /// <summary>Counts a sequence that the end cut off.</summary>
    public void Finish()
    {
        Invalid += _carried > 0 ? 1 : 0;
        _carried = 0;
    }

    private ReadOnlySpan<byte> Block(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (start < 0)
        {
            return [];
        }

        bytes = bytes[start..];
        int length = Math.Min(bytes.Length, 4096);
        int cut = length;
        while (cut > 0 && length - cut < 3 && cut < bytes.Length && (bytes[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        if (cut > 0 && Utf8.IsValid(bytes[..cut]))
        {
            Valid++;
            return bytes[cut..];
        }

        OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int used);
        if (status == OperationStatus.NeedMoreData)
        {
            bytes.CopyTo(_carry);
            _carried = bytes.Length;
            return [];
        }

        Count(status == OperationStatus.Done);
        return bytes[used..];
    }

    private void Count(bool valid)
    {
        if (valid)
        {
            Valid++;
        }
        else
        {
            Invalid++;
        }
    }
}
