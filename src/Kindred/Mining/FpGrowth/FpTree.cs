namespace Kindred.Mining.FpGrowth;

/// <summary>A prefix tree of baskets in flat arrays (Han, Pei &amp; Yin 2000, section 2), without child links.</summary>
/// <remarks>
/// Items are dense local ids; the items of a basket ascend from the root. A node knows its parent and the next node of the same item,
/// which is all that conditional trees need. Paths must come in lexicographic order, so that a path shares its prefix with the path
/// before it: then the last node made for an item is the only one that can be shared. Paths that arrive out of order are still counted
/// exactly; they merely share less.
/// One tree is reused for every conditional tree of its depth, so mining allocates nothing once the arrays have grown.
/// </remarks>
internal sealed class FpTree
{
    private FpNode[] _nodes = new FpNode[64];
    private int[] _heads = [];
    private int _nodeCount;

    /// <summary>The code of each item.</summary>
    public int[] Codes { get; private set; } = [];

    /// <summary>Number of baskets below this tree's condition that hold each item.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>Number of items.</summary>
    public int ItemCount { get; private set; }

    /// <summary>The nodes, in order of creation.</summary>
    public ReadOnlySpan<FpNode> Nodes => _nodes.AsSpan(0, _nodeCount);

    /// <summary>True where every item has one node, so that the tree is one path.</summary>
    public bool IsSinglePath => _nodeCount == ItemCount && _nodeCount > 0 && _nodes[_nodeCount - 1].Item == ItemCount - 1 && IsChain();

    /// <summary>The last node made for an item, or −1.</summary>
    public int Head(int item) => _heads[item];

    /// <summary>Empties the tree and makes room for this many items.</summary>
    public void Reset(int itemCount)
    {
        if (_heads.Length < itemCount)
        {
            int capacity = Math.Max(itemCount, 2 * _heads.Length);
            _heads = new int[capacity];
            Codes = new int[capacity];
            Counts = new int[capacity];
        }

        Array.Fill(_heads, -1, 0, itemCount);
        ItemCount = itemCount;
        _nodeCount = 0;
    }

    /// <summary>Adds a path of items from the root down.</summary>
    /// <param name="path">Item ids, strictly ascending.</param>
    /// <param name="count">Number of baskets on this path.</param>
    public void Add(ReadOnlySpan<int> path, int count)
    {
        if (_nodeCount + path.Length > _nodes.Length)
        {
            Array.Resize(ref _nodes, Math.Max(_nodeCount + path.Length, 2 * _nodes.Length));
        }

        FpNode[] nodes = _nodes;
        int parent = -1;
        foreach (int item in path)
        {
            int node = _heads[item];
            if (node >= 0 && nodes[node].Parent == parent)
            {
                nodes[node].Count += count;
            }
            else
            {
                nodes[_nodeCount] = new FpNode(item, parent, node, count);
                node = _nodeCount++;
                _heads[item] = node;
            }

            parent = node;
        }
    }

    private bool IsChain()
    {
        for (int i = 0; i < _nodeCount; i++)
        {
            if (_nodes[i].Parent != i - 1)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A node of an <see cref="FpTree"/>: 16 bytes.</summary>
/// <param name="Item">Local item id.</param>
/// <param name="Parent">Index of the parent node, −1 below the root.</param>
/// <param name="Next">Index of the next node of the same item, or −1.</param>
/// <param name="Count">Number of baskets whose path goes through this node.</param>
internal record struct FpNode(int Item, int Parent, int Next, int Count);
