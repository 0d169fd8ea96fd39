using System.Runtime.CompilerServices;

namespace Kindred.Index;

/// <summary>Which slots a walk has met: one byte a slot that holds the number of the walk, cleared once in 255 walks.</summary>
internal sealed class VisitedSet
{
    private byte[] _epochs = [];
    private byte _epoch;

    /// <summary>Begins a walk over slots below a limit.</summary>
    public void Begin(int slots)
    {
        if (_epochs.Length < slots)
        {
            _epochs = new byte[slots];
            _epoch = 0;
        }

        if (++_epoch == 0)
        {
            Array.Clear(_epochs);
            _epoch = 1;
        }
    }

    /// <summary>Marks a slot; false where it was marked before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int slot)
    {
        ref byte epoch = ref _epochs[slot];
        if (epoch == _epoch)
        {
            return false;
        }

        epoch = _epoch;
        return true;
    }
}
