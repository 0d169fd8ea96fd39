using Kindred.Mining.Bits;
using Kindred.Mining.Lcm;
using Kindred.Mining.Output;
using Kindred.Mining.Planning;

namespace Kindred.Mining.Eclat;

/// <summary>The search of one thread.</summary>
internal sealed unsafe class EclatWorker
{
    private readonly PreparedBaskets _baskets;
    private readonly VerticalRows? _rows;
    private readonly MiningTask _task;
    private readonly ItemsetPath _path;
    private readonly BitFrequentSearch _bitSearch;
    private readonly SparseRoot _sparse;

    public EclatWorker(PreparedBaskets baskets, VerticalRows? rows, MiningTask task, bool onlyLists, CancellationToken cancellationToken)
    {
        _baskets = baskets;
        _rows = rows;
        _task = task;
        _path = new ItemsetPath(baskets.ItemCount + 1);
        _bitSearch = new BitFrequentSearch(_path, task.MinCount, task.MaxLength, cancellationToken);
        _sparse = new SparseRoot(baskets, task, _path, _bitSearch, new ListSearch(_path, task.MinCount, task.MaxLength, cancellationToken), onlyLists);
    }

    /// <summary>Emits every frequent itemset whose least frequent code is <paramref name="code"/>.</summary>
    public void Run(int code, IItemsetReceiver receiver)
    {
        _path.Receiver = receiver;
        if (_rows is null)
        {
            _sparse.SearchRoot(code);
        }
        else
        {
            SearchBits(_rows, code);
        }
    }

    private void SearchBits(VerticalRows rows, int code)
    {
        int free = 0;
        BitLevel level = _bitSearch.Level(0);
        level.ReserveItems(_baskets.ItemCount);
        ulong* row = rows.First + ((long)code * rows.Words);
        int support = _baskets.SupportCount(code);
        int children = 0;
        for (int other = 0; other < code && _task.MaxLength > 1; other++)
        {
            int count = BitKernels.AndCount(row, rows.First + ((long)other * rows.Words), rows.Words);
            if (count == support)
            {
                _path.SetFree(free++, other);
            }
            else if (count >= _task.MinCount)
            {
                level.Set(children++, other, count, other);
            }
        }

        _path.SetItem(0, code);
        _path.Emit(1, free, support);
        if (children > 0)
        {
            int words = level.Descend(rows.First, row, support, children, rows.Words);
            _bitSearch.Search(0, children, words, 1, free);
        }
    }
}
