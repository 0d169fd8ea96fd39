using System.Runtime.CompilerServices;
using Kindred.Mining.Output;

namespace Kindred.Mining.Lcm;

/// <summary>The itemset a depth-first search stands at: its items, and the items that may be added without losing a basket.</summary>
internal sealed class ItemsetPath(int itemCount)
{
    private readonly int[] _prefix = new int[itemCount];
    private readonly int[] _free = new int[itemCount];

    /// <summary>Where itemsets go; set before each task.</summary>
    public IItemsetReceiver Receiver { get; set; } = null!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetItem(int position, int code) => _prefix[position] = code;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetFree(int position, int code) => _free[position] = code;

    /// <summary>Emits the first <paramref name="length"/> items with every subset of the first <paramref name="free"/> free ones.</summary>
    public void Emit(int length, int free, int supportCount)
    {
        if (free == 0)
        {
            Receiver.Add(_prefix.AsSpan(0, length), supportCount);
        }
        else
        {
            Receiver.AddWithSubsets(_prefix.AsSpan(0, length), _free.AsSpan(0, free), supportCount);
        }
    }

    /// <summary>Emits one itemset: the first <paramref name="length"/> items.</summary>
    public void EmitOne(int length, int supportCount) => Receiver.Add(_prefix.AsSpan(0, length), supportCount);
}
