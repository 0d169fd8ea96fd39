namespace Kindred.Text;

/// <summary>For every term the documents that hold it, in blocks of 128: document gaps and term counts as bytes of seven bits.</summary>
/// <remarks>Memory: about 2 bytes a posting for common terms, up to 6 for rare ones, and 12 bytes a block. Immutable and thread-safe.</remarks>
internal sealed class PostingLists
{
    public const int BlockSize = 128;

    private readonly byte[] _bytes;
    private readonly PostingBlock[] _blocks;
    private readonly int[] _firstBlock;
    private readonly int[] _counts;

    private PostingLists(byte[] bytes, PostingBlock[] blocks, int[] firstBlock, int[] counts, float[] maxImpacts) =>
        (_bytes, _blocks, _firstBlock, _counts, MaxImpacts) = (bytes, blocks, firstBlock, counts, maxImpacts);

    /// <summary>The greatest impact of each term.</summary>
    public float[] MaxImpacts { get; }

    /// <summary>Bytes in memory.</summary>
    public long SizeBytes => _bytes.Length + (12L * _blocks.Length) + (12L * _counts.Length);

    /// <summary>In how many documents a term stands.</summary>
    public int DocumentCount(int term) => _counts[term];

    /// <summary>The blocks of a term.</summary>
    public ReadOnlySpan<PostingBlock> Blocks(int term) => _blocks.AsSpan(_firstBlock[term], _firstBlock[term + 1] - _firstBlock[term]);

    /// <summary>Decodes a block of a term into spans of <see cref="BlockSize"/> and returns how many postings it has.</summary>
    public int Decode(int term, int block, Span<int> documents, Span<int> counts)
    {
        int count = Math.Min(BlockSize, _counts[term] - (block * BlockSize));
        int at = _blocks[_firstBlock[term] + block].Offset;
        int document = block == 0 ? -1 : _blocks[_firstBlock[term] + block - 1].LastDocument;
        for (int i = 0; i < count; i++)
        {
            document += ReadNumber(ref at);
            documents[i] = document;
        }

        for (int i = 0; i < count; i++)
        {
            counts[i] = ReadNumber(ref at);
        }

        return count;
    }

    /// <summary>Turns documents into posting lists.</summary>
    /// <param name="documents">Terms and counts of each document.</param>
    /// <param name="impact">The impact of a count in a document, the part of BM25 that does not depend on the query.</param>
    public static PostingLists Build(DocumentTerms documents, Func<int, int, float> impact)
    {
        int[] counts = new int[documents.Table.Count];
        for (int d = 0; d < documents.Count; d++)
        {
            foreach (int term in documents.Terms(d))
            {
                counts[term]++;
            }
        }

        (int[] rows, int[] tfs, int[] starts) = Transpose(documents, counts);
        var writer = new PostingWriter(documents.PairCount);
        var firstBlock = new int[counts.Length + 1];
        var maxImpacts = new float[counts.Length];
        for (int term = 0; term < counts.Length; term++)
        {
            firstBlock[term] = writer.Blocks.Count;
            maxImpacts[term] = writer.WriteTerm(rows.AsSpan(starts[term], counts[term]), tfs.AsSpan(starts[term], counts[term]), impact);
        }

        firstBlock[^1] = writer.Blocks.Count;
        return new PostingLists(writer.ToBytes(), [.. writer.Blocks], firstBlock, counts, maxImpacts);
    }

    private static (int[] Rows, int[] Counts, int[] Starts) Transpose(DocumentTerms documents, int[] counts)
    {
        var starts = new int[counts.Length];
        for (int term = 1; term < counts.Length; term++)
        {
            starts[term] = starts[term - 1] + counts[term - 1];
        }

        int[] next = [.. starts];
        var rows = new int[documents.PairCount];
        var tfs = new int[documents.PairCount];
        for (int d = 0; d < documents.Count; d++)
        {
            ReadOnlySpan<int> terms = documents.Terms(d);
            ReadOnlySpan<int> times = documents.Times(d);
            for (int i = 0; i < terms.Length; i++)
            {
                int at = next[terms[i]]++;
                (rows[at], tfs[at]) = (d, times[i]);
            }
        }

        return (rows, tfs, starts);
    }

    private int ReadNumber(ref int at)
    {
        int value = _bytes[at++];
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7F;
        for (int shift = 7; ; shift += 7)
        {
            int next = _bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
