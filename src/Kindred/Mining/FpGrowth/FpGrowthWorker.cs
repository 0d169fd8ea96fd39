using System.Numerics;
using Kindred.Mining.Output;

namespace Kindred.Mining.FpGrowth;

/// <summary>Grows patterns from an FP-tree, depth first, for one thread (Han, Pei &amp; Yin 2000, algorithm FP-growth).</summary>
/// <remarks>
/// Differs from the paper in three ways, none of which changes the answer. (1) Perfect extensions, items with the support of the prefix
/// itself, leave the conditional tree and are put back when itemsets are written. (2) A condition with at most
/// <see cref="SmallItemCount"/> items needs no tree: the supports of all its subsets are one superset-sum over a table.
/// (3) Items of a conditional tree keep the order of the whole tree instead of being sorted again.
/// </remarks>
internal sealed class FpGrowthWorker
{
    /// <summary>Largest number of items handled by a table of 2^n counters instead of a tree (4 KiB: it stays in the first cache).</summary>
    public const int SmallItemCount = 8;

    private readonly int _minCount;
    private readonly int _maxLength;
    private readonly CancellationToken _cancellation;
    private readonly int[] _table = new int[1 << SmallItemCount];
    private readonly int[] _localCodes = new int[SmallItemCount];
    private readonly List<Level> _levels = [];
    private readonly int[] _prefix;
    private readonly int[] _perfect;
    private readonly int[] _path;
    private int _length;
    private int _perfectCount;
    private IItemsetReceiver? _receiver;

    /// <summary>Creates a worker for trees of at most this many items.</summary>
    public FpGrowthWorker(int itemCount, int minCount, int maxLength, CancellationToken cancellation)
    {
        _minCount = minCount;
        _maxLength = maxLength;
        _cancellation = cancellation;
        _prefix = new int[itemCount];
        _perfect = new int[itemCount];
        _path = new int[itemCount];
    }

    /// <summary>Gives the receiver every frequent itemset of the tree whose last item is <paramref name="item"/>.</summary>
    public void Grow(FpTree tree, int item, IItemsetReceiver receiver)
    {
        _receiver = receiver;
        Grow(tree, item, depth: 0);
    }

    private void Grow(FpTree tree, int item, int depth)
    {
        _cancellation.ThrowIfCancellationRequested();
        int perfectBefore = _perfectCount;
        _prefix[_length++] = tree.Codes[item];
        if (_length == _maxLength)
        {
            _receiver!.Add(_prefix.AsSpan(0, _length), tree.Counts[item]);
        }
        else
        {
            Level level = LevelAt(depth, tree.ItemCount);
            int kept = Condition(tree, item, level);
            Emit(tree.Counts[item]);
            GrowConditional(tree, item, kept, depth, level);
        }

        _length--;
        _perfectCount = perfectBefore;
    }

    private void GrowConditional(FpTree tree, int item, int kept, int depth, Level level)
    {
        if (kept == 0)
        {
            return;
        }

        if (kept <= SmallItemCount)
        {
            GrowSmall(tree, item, kept, level);
            return;
        }

        FpTree conditional = BuildConditional(tree, item, kept, level);
        if (conditional.IsSinglePath)
        {
            GrowPath(conditional, 0);
            return;
        }

        for (int i = 0; i < kept; i++)
        {
            Grow(conditional, i, depth + 1);
        }
    }

    /// <summary>Counts the items above <paramref name="item"/>, sets perfect extensions aside and numbers the frequent ones in <see cref="Level.Map"/>.</summary>
    private int Condition(FpTree tree, int item, Level level)
    {
        Span<int> counts = level.Counts.AsSpan(0, item);
        counts.Clear();
        ReadOnlySpan<FpNode> nodes = tree.Nodes;
        for (int node = tree.Head(item); node >= 0; node = nodes[node].Next)
        {
            int count = nodes[node].Count;
            for (int above = nodes[node].Parent; above >= 0; above = nodes[above].Parent)
            {
                counts[nodes[above].Item] += count;
            }
        }

        int kept = 0;
        for (int other = 0; other < item; other++)
        {
            level.Map[other] = -1;
            if (counts[other] == tree.Counts[item])
            {
                _perfect[_perfectCount++] = tree.Codes[other];
            }
            else if (counts[other] >= _minCount)
            {
                level.Map[other] = kept++;
            }
        }

        return kept;
    }

    private FpTree BuildConditional(FpTree tree, int item, int kept, Level level)
    {
        FpTree conditional = level.Tree;
        conditional.Reset(kept);
        for (int other = 0; other < item; other++)
        {
            int local = level.Map[other];
            if (local >= 0)
            {
                conditional.Codes[local] = tree.Codes[other];
                conditional.Counts[local] = level.Counts[other];
            }
        }

        ReadOnlySpan<FpNode> nodes = tree.Nodes;
        for (int node = tree.Head(item); node >= 0; node = nodes[node].Next)
        {
            int start = _path.Length;
            for (int above = nodes[node].Parent; above >= 0; above = nodes[above].Parent)
            {
                int local = level.Map[nodes[above].Item];
                if (local >= 0)
                {
                    _path[--start] = local;
                }
            }

            conditional.Add(_path.AsSpan(start), nodes[node].Count);
        }

        return conditional;
    }

    /// <summary>Supports of all subsets of a few items at once: table[S] = baskets with exactly S, then summed over supersets.</summary>
    private void GrowSmall(FpTree tree, int item, int kept, Level level)
    {
        Span<int> table = _table.AsSpan(0, 1 << kept);
        table.Clear();
        ReadOnlySpan<FpNode> nodes = tree.Nodes;
        for (int node = tree.Head(item); node >= 0; node = nodes[node].Next)
        {
            int set = 0;
            for (int above = nodes[node].Parent; above >= 0; above = nodes[above].Parent)
            {
                int local = level.Map[nodes[above].Item];
                set |= local >= 0 ? 1 << local : 0;
            }

            table[set] += nodes[node].Count;
        }

        SupersetSums.Compute(table);
        for (int other = 0; other < item; other++)
        {
            if (level.Map[other] >= 0)
            {
                _localCodes[level.Map[other]] = tree.Codes[other];
            }
        }

        EmitTable(table);
    }

    private void EmitTable(ReadOnlySpan<int> table)
    {
        int before = _length;
        for (int set = 1; set < table.Length; set++)
        {
            if (table[set] < _minCount || before + BitOperations.PopCount((uint)set) > _maxLength)
            {
                continue;
            }

            for (int rest = set; rest != 0; rest &= rest - 1)
            {
                _prefix[_length++] = _localCodes[BitOperations.TrailingZeroCount(rest)];
            }

            Emit(table[set]);
            _length = before;
        }
    }

    /// <summary>A single path needs no more trees: a set of its items is as frequent as the deepest of them.</summary>
    private void GrowPath(FpTree path, int from)
    {
        if (_length == _maxLength)
        {
            return;
        }

        for (int item = from; item < path.ItemCount; item++)
        {
            _prefix[_length++] = path.Codes[item];
            Emit(path.Counts[item]);
            GrowPath(path, item + 1);
            _length--;
        }
    }

    /// <summary>Writes the prefix with every subset of the perfect extensions.</summary>
    private void Emit(int count) => _receiver!.AddWithSubsets(_prefix.AsSpan(0, _length), _perfect.AsSpan(0, _perfectCount), count);

    private Level LevelAt(int depth, int itemCount)
    {
        if (depth == _levels.Count)
        {
            _levels.Add(new Level(itemCount));
        }

        Level level = _levels[depth];
        level.Reserve(itemCount);
        return level;
    }

    /// <summary>Scratch of one recursion depth: 8 bytes an item and the conditional tree.</summary>
    private sealed class Level(int itemCount)
    {
        public int[] Counts { get; private set; } = new int[itemCount];

        public int[] Map { get; private set; } = new int[itemCount];

        public FpTree Tree { get; } = new();

        public void Reserve(int count)
        {
            if (Counts.Length < count)
            {
                Counts = new int[count];
                Map = new int[count];
            }
        }
    }
}
