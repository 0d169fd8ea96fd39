namespace Kindred.Neural.Tokenizing;

/// <summary>Splits one word into tokens of a vocabulary.</summary>
internal abstract class SubwordModel
{
    private readonly Dictionary<string, int> _ids;

    protected SubwordModel(IReadOnlyList<string> tokens)
    {
        Tokens = tokens;
        _ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (int id = 0; id < tokens.Count; id++)
        {
            _ids.TryAdd(tokens[id], id);
        }

        Lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The vocabulary by number.</summary>
    public IReadOnlyList<string> Tokens { get; }

    protected Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public int? Find(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>Appends the tokens of a word.</summary>
    public abstract void Append(string word, List<int> ids);
}
