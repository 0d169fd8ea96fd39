namespace Kindred.Text;

/// <summary>Numbers terms in the order in which they are first seen.</summary>
internal sealed class TermTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _terms = [];

    public TermTable() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public TermTable(IEnumerable<string> terms)
        : this()
    {
        foreach (string term in terms)
        {
            GetOrAdd(term);
        }
    }

    public int Count => _terms.Count;

    public IReadOnlyList<string> Terms => _terms;

    public bool TryGet(ReadOnlySpan<char> term, out int number) => _lookup.TryGetValue(term, out number);

    public int GetOrAdd(ReadOnlySpan<char> term)
    {
        if (!_lookup.TryGetValue(term, out int number))
        {
            number = _terms.Count;
            _terms.Add(term.ToString());
            _numbers.Add(_terms[number], number);
        }

        return number;
    }
}
