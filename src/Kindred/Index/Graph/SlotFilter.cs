using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>Whether a slot may be answered: it is its row's present one, and its row is allowed.</summary>
internal readonly unsafe ref struct SlotFilter(VectorTable table, RowSet? allowed)
{
    private readonly ulong* _live = table.Live.Pointer;
    private readonly int* _rowOf = table.RowOf.Pointer;
    private readonly bool _all = allowed is null;
    private readonly ReadOnlySpan<ulong> _allowed = allowed is null ? default : allowed.Words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Accepts(int slot)
    {
        if ((_live[slot >> 6] >> slot & 1) == 0)
        {
            return false;
        }

        int row = _rowOf[slot];
        return _all || ((row >> 6) < _allowed.Length && (_allowed[row >> 6] >> row & 1) != 0);
    }
}
