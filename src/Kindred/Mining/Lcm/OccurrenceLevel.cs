namespace Kindred.Mining.Lcm;

/// <summary>The baskets of one node in both layouts, with items as indices 0 … <see cref="ItemCount"/> − 1 in order of falling support.</summary>
internal sealed class OccurrenceLevel
{
    public int ItemCount { get; set; }

    /// <summary>Code of each item.</summary>
    public int[] Codes { get; set; } = [];

    /// <summary>Basket b holds the items <c>Items[Offsets[b] .. Offsets[b + 1]]</c>, ascending.</summary>
    public int[] Offsets { get; set; } = [];

    public int[] Items { get; set; } = [];

    /// <summary>Item i is in the baskets <c>Tids[Starts[i] .. Starts[i + 1]]</c>, ascending.</summary>
    public int[] Starts { get; set; } = [];

    public int[] Tids { get; set; } = [];

    /// <summary>Scratch of the node's search: how often each item occurs with the one in hand. All zero between uses.</summary>
    public int[] With { get; set; } = [];

    /// <summary>Scratch: index of each item in the child in hand, plus one; 0 when it is not in it. All zero between uses.</summary>
    public int[] ChildIndex { get; set; } = [];

    /// <summary>Makes room for a child; <see cref="Starts"/> is set from the counts.</summary>
    public void Reserve(ReadOnlySpan<int> codes, ReadOnlySpan<int> counts, int baskets)
    {
        ItemCount = codes.Length;
        Codes = Room(Codes, codes.Length);
        codes.CopyTo(Codes);
        Starts = Room(Starts, codes.Length + 1);
        Starts[0] = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            Starts[i + 1] = Starts[i] + counts[i];
        }

        Items = Room(Items, Starts[codes.Length]);
        Tids = Room(Tids, Starts[codes.Length]);
        Offsets = Room(Offsets, baskets + 1);
        ReserveScratch();
    }

    public void ReserveScratch()
    {
        With = Room(With, ItemCount);
        ChildIndex = Room(ChildIndex, ItemCount);
    }

    private static int[] Room(int[] array, int length) => array.Length >= length ? array : new int[length + (length / 4)];
}
