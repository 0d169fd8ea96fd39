using Kindred.Mining.Input;

namespace Kindred.Store.Baskets;

/// <summary>A text of each order, such as its customer: where lines of an order differ, the first by name.</summary>
internal sealed class OrderLabels
{
    private readonly LabelTable _names = new();
    private readonly List<int> _labels = [];

    /// <summary>Takes the text of a line; <paramref name="sameOrder"/> says that the row before is of the same order.</summary>
    public void Add(int order, bool sameOrder, LineChunks chunks, int column, int row)
    {
        if (order == _labels.Count)
        {
            _labels.Add(-1);
        }

        if (chunks.IsNull(column, row) || (sameOrder && chunks.IsRepeated(column, row)) || (_labels[order] >= 0 && _names.Bytes(_labels[order]).SequenceCompareTo(chunks.Text(column, row)) <= 0))
        {
            return;
        }

        _labels[order] = _names.Number(chunks.Text(column, row));
    }

    /// <summary>The labels of orders, numbered by name; a name that gave way to an earlier one everywhere is left out.</summary>
    public BasketLabels By(int[] orders)
    {
        var used = new bool[_names.Count];
        foreach (int label in _labels)
        {
            if (label >= 0)
            {
                used[label] = true;
            }
        }

        int[] ranked = [.. BasketPacker.Ranked(_names).Where(label => used[label])];
        var rowOf = new int[_names.Count];
        for (int row = 0; row < ranked.Length; row++)
        {
            rowOf[ranked[row]] = row;
        }

        return new BasketLabels(Array.ConvertAll(orders, o => _labels[o] < 0 ? -1 : rowOf[_labels[o]]), [.. ranked.Select(_names.Text)]);
    }
}
