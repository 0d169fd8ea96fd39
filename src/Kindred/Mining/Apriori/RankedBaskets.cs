using Kindred.Mining.Planning;

namespace Kindred.Mining.Apriori;

/// <summary>Baskets as ascending ranks (0 = rarest), trimmed as the levels rise (Agrawal &amp; Srikant 1994; Park, Chen &amp; Yu 1995).</summary>
internal sealed class RankedBaskets
{
    private readonly int[] _ranks;
    private int[] _offsets;

    public RankedBaskets(PreparedBaskets baskets)
    {
        _offsets = [.. baskets.Offsets];
        _ranks = new int[_offsets[^1]];
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            ReadOnlySpan<int> codes = baskets.Basket(basket);
            for (int i = 0; i < codes.Length; i++)
            {
                _ranks[_offsets[basket] + i] = baskets.ItemCount - 1 - codes[codes.Length - 1 - i];
            }
        }
    }

    public int Count => _offsets.Length - 1;

    public ReadOnlySpan<int> this[int basket] => _ranks.AsSpan(_offsets[basket], _offsets[basket + 1] - _offsets[basket]);

    /// <summary>Drops items that are in no set any more, then baskets too short to hold a set of <paramref name="length"/>.</summary>
    public void Trim(ReadOnlySpan<bool> kept, int length)
    {
        int baskets = 0;
        int end = 0;
        for (int basket = 0, from = 0; basket < Count; basket++)
        {
            int start = end;
            int to = _offsets[basket + 1];
            for (; from < to; from++)
            {
                if (kept[_ranks[from]])
                {
                    _ranks[end++] = _ranks[from];
                }
            }

            if (end - start < length)
            {
                end = start;
                continue;
            }

            _offsets[++baskets] = end;
        }

        _offsets = _offsets[..(baskets + 1)];
    }

    /// <summary>Cuts the baskets into contiguous parts of about equal occurrences: part p is <c>[cuts[p], cuts[p + 1])</c>.</summary>
    public int[] Cuts(int parts)
    {
        int[] cuts = new int[parts + 1];
        for (int part = 1; part < parts; part++)
        {
            int found = Array.BinarySearch(_offsets, (int)((long)_offsets[^1] * part / parts));
            cuts[part] = found >= 0 ? found : ~found;
        }

        cuts[parts] = Count;
        return cuts;
    }
}
