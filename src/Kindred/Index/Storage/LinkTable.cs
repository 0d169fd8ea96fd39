using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>The links of the graph: at the ground level 1 + 2M numbers a slot (count, then slots), above it 1 + M a level in one common block.</summary>
/// <remarks>
/// <see cref="UpperStart"/> holds where a slot's upper levels begin in <see cref="Upper"/>: first the number of upper levels, then their lists;
/// −1 for a slot that lives at the ground level only. Readers take no lock: a list that is being rewritten shows them a mix of old and new
/// links, each of which is a good slot, so a walk may at worst compare a vector in vain.
/// Bytes a slot: 4 (1 + 2M) + 4, and on average about 4 (1 + (1 + M) M / (M − 1)) / M for the upper levels.
/// </remarks>
internal sealed unsafe class LinkTable
{
    private long _entry = -1;

    public LinkTable(int maxLinks, int slots)
        : this(maxLinks, new Block<int>((long)slots * (1 + (2 * maxLinks))), new Block<int>(slots), new Block<int>(0), 0)
    {
    }

    public LinkTable(int maxLinks, Block<int> ground, Block<int> upperStart, Block<int> upper, int upperUsed)
    {
        (MaxLinks, Ground, UpperStart, Upper, UpperUsed) = (maxLinks, ground, upperStart, upper, upperUsed);
    }

    public int MaxLinks { get; }

    public Block<int> Ground { get; }

    public Block<int> UpperStart { get; }

    public Block<int> Upper { get; }

    /// <summary>Numbers of <see cref="Upper"/> in use.</summary>
    public int UpperUsed { get; private set; }

    public long SizeBytes => Ground.SizeBytes + UpperStart.SizeBytes + Upper.SizeBytes;

    /// <summary>Where walks begin and the level of that slot; slot −1 while the graph is empty.</summary>
    public (int Slot, int Level) Entry
    {
        get
        {
            long entry = Volatile.Read(ref _entry);
            return ((int)entry, (int)(entry >> 32));
        }

        set => Volatile.Write(ref _entry, ((long)value.Level << 32) | (uint)value.Slot);
    }

    /// <summary>Numbers that the upper levels of a slot take.</summary>
    public static int UpperLength(int maxLinks, int level) => level == 0 ? 0 : 1 + (level * (1 + maxLinks));

    /// <summary>Most links of a list at a level.</summary>
    public int MaxLinksAt(int level) => level == 0 ? 2 * MaxLinks : MaxLinks;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* ListOf(int slot, int level) =>
        level == 0 ? Ground.Pointer + ((long)slot * (1 + (2 * MaxLinks))) : Upper.Pointer + UpperStart.Pointer[slot] + 1 + ((long)(level - 1) * (1 + MaxLinks));

    /// <summary>The links of a slot at a level; the slot must reach that level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Links(int slot, int level)
    {
        int* list = ListOf(slot, level);
        return new ReadOnlySpan<int>(list + 1, Volatile.Read(ref *list));
    }

    public int LevelOf(int slot) => UpperStart.Pointer[slot] < 0 ? 0 : Upper.Pointer[UpperStart.Pointer[slot]];

    /// <summary>Gives a new slot its empty lists.</summary>
    public void Append(int slot, int level)
    {
        *ListOf(slot, 0) = 0;
        UpperStart.Pointer[slot] = level == 0 ? -1 : UpperUsed;
        if (level > 0)
        {
            Upper.Pointer[UpperUsed] = level;
            UpperUsed += UpperLength(MaxLinks, level);
        }
    }

    /// <summary>Writes a list; readers beside it see good slots at every moment.</summary>
    public void Replace(int slot, int level, ReadOnlySpan<int> links)
    {
        int* list = ListOf(slot, level);
        for (int i = 0; i < links.Length; i++)
        {
            Volatile.Write(ref list[1 + i], links[i]);
        }

        Volatile.Write(ref *list, links.Length);
    }

    public LinkTable Resize(int slots, int upperLength) =>
        new(MaxLinks, Ground.Resize((long)slots * (1 + (2 * MaxLinks))), UpperStart.Resize(slots), Upper.Resize(upperLength), UpperUsed) { Entry = Entry };
}
