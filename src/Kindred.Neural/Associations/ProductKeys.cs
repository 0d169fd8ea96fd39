using Kindred.Domain;

namespace Kindred.Neural.Associations;

/// <summary>Numbers for products: the rows of the present ones, then numbers for those only an earlier training knew.</summary>
internal sealed class ProductKeys(Vocabulary products)
{
    private readonly Dictionary<string, long> _others = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public long KeyOf(string id)
    {
        if (products.TryGetRow(new ProductId(id), out int row))
        {
            return row;
        }

        if (!_others.TryGetValue(id, out long key))
        {
            _others[id] = key = products.Count + _names.Count;
            _names.Add(id);
        }

        return key;
    }

    public string IdOf(long key) => key < products.Count ? products[(int)key].Value : _names[(int)key - products.Count];
}
