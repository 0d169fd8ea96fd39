namespace Kindred.Text;

/// <summary>Encodes posting lists block by block.</summary>
internal sealed class PostingWriter(int expectedPostings)
{
    private byte[] _bytes = new byte[Math.Max(16, 3 * (expectedPostings / 2))];
    private int _length;

    public List<PostingBlock> Blocks { get; } = [];

    /// <summary>Writes the postings of the next term and returns its greatest impact.</summary>
    public float WriteTerm(ReadOnlySpan<int> documents, ReadOnlySpan<int> counts, Func<int, int, float> impact)
    {
        float most = 0;
        int previous = -1;
        for (int start = 0; start < documents.Length; start += PostingLists.BlockSize)
        {
            int length = Math.Min(PostingLists.BlockSize, documents.Length - start);
            float blockMost = WriteBlock(documents.Slice(start, length), counts.Slice(start, length), previous, impact);
            previous = documents[start + length - 1];
            most = Math.Max(most, blockMost);
        }

        return most;
    }

    public byte[] ToBytes() => _bytes[.._length];

    private float WriteBlock(ReadOnlySpan<int> documents, ReadOnlySpan<int> counts, int previous, Func<int, int, float> impact)
    {
        int offset = _length;
        float most = 0;
        for (int i = 0; i < documents.Length; i++)
        {
            WriteNumber(documents[i] - previous);
            previous = documents[i];
            most = Math.Max(most, impact(documents[i], counts[i]));
        }

        foreach (int count in counts)
        {
            WriteNumber(count);
        }

        Blocks.Add(new PostingBlock(offset, documents[^1], most));
        return most;
    }

    private void WriteNumber(int value)
    {
        if (_length + 5 > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        }

        for (; value >= 0x80; value >>= 7)
        {
            _bytes[_length++] = (byte)(value | 0x80);
        }

        _bytes[_length++] = (byte)value;
    }
}
