namespace Kindred.Text;

/// <summary>A position in the posting list of one term of a query.</summary>
internal sealed class PostingCursor
{
    private readonly PostingLists _lists;
    private readonly int _term;
    private readonly int[] _documents = new int[PostingLists.BlockSize];
    private readonly int[] _counts = new int[PostingLists.BlockSize];
    private int _block;
    private int _decoded = -1;
    private int _length;
    private int _at;

    /// <summary>Stands on the first document.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="term">A term that stands in at least one document.</param>
    /// <param name="weight">What the query multiplies impacts with: inverse document frequency × times in the query.</param>
    public PostingCursor(PostingLists lists, int term, float weight)
    {
        (_lists, _term, Weight) = (lists, term, weight);
        Decode();
    }

    public float Weight { get; }

    /// <summary>No document of the list can get more from this term.</summary>
    public float MaxScore => Weight * _lists.MaxImpacts[_term];

    /// <summary>The current document; <see cref="int.MaxValue"/> behind the last one.</summary>
    public int Document { get; private set; }

    /// <summary>How often the term stands in the current document.</summary>
    public int Count => _counts[_at];

    /// <summary>No document of the block that a document would stand in gets more from this term; 0 behind the last block. Moves no further than blocks.</summary>
    public float BlockMaxScore(int document)
    {
        ReadOnlySpan<PostingBlock> blocks = _lists.Blocks(_term);
        while (_block < blocks.Length && blocks[_block].LastDocument < document)
        {
            _block++;
        }

        return _block < blocks.Length ? Weight * blocks[_block].MaxImpact : 0;
    }

    /// <summary>Moves to the first document at or behind the given one.</summary>
    public void MoveTo(int document)
    {
        if (Document >= document)
        {
            return;
        }

        BlockMaxScore(document);
        if (_block != _decoded)
        {
            Decode();
        }

        while (_at < _length && _documents[_at] < document)
        {
            _at++;
        }

        Document = _at < _length ? _documents[_at] : int.MaxValue;
    }

    private void Decode()
    {
        _decoded = _block;
        _at = 0;
        _length = _block < _lists.Blocks(_term).Length ? _lists.Decode(_term, _block, _documents, _counts) : 0;
        Document = _length > 0 ? _documents[0] : int.MaxValue;
    }
}
