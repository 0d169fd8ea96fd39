namespace Kindred.Mining.Output;

/// <summary>Hands the itemsets of all tasks to one sink in task order, with product rows in place of codes.</summary>
/// <remarks>
/// The lowest task that has not ended writes straight to the sink; later ones write to buffers of their own, handed over when
/// their turn comes. A buffer that would pass <paramref name="bufferItems"/> waits for its turn instead: since tasks begin in
/// order, the task whose turn it is always runs, so the wait ends.
/// </remarks>
internal sealed class OrderedOutput(IItemsetSink sink, int[] rows, int maxLength, long bufferItems) : ItemsetOutput
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, TaskReceiver> _ended = [];
    private readonly List<LengthCounter> _counters = [];
    private readonly Stack<LengthCounter> _idleCounters = [];
    private volatile int _turn;

    public int MaxLength => maxLength;

    public override IItemsetReceiver BeginTask(int task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_idleCounters.TryPop(out LengthCounter? counter))
            {
                counter = new LengthCounter(maxLength);
                _counters.Add(counter);
            }

            return new TaskReceiver(this, task, counter, cancellationToken);
        }
    }

    public override void EndTask(int task, IItemsetReceiver receiver)
    {
        lock (_lock)
        {
            var ended = (TaskReceiver)receiver;
            _idleCounters.Push(ended.Counter);
            _ended.Add(task, ended);
            while (_ended.Remove(_turn, out TaskReceiver? next))
            {
                next.HandOver();
                _turn++;
            }
        }
    }

    public override long[] CountByLength() => LengthCounter.Sum(_counters);

    private sealed class TaskReceiver(OrderedOutput output, int task, LengthCounter counter, CancellationToken cancellationToken) : IItemsetReceiver
    {
        private ItemsetBuffer? _buffer;
        private int[] _set = new int[32];

        public LengthCounter Counter => counter;

        public void Add(ReadOnlySpan<int> codes, int supportCount)
        {
            if (codes.Length <= output.MaxLength)
            {
                Counter.Add(codes, supportCount);
                codes.CopyTo(Room(codes.Length));
                Write(codes.Length, supportCount);
            }
        }

        public void AddWithSubsets(ReadOnlySpan<int> codes, ReadOnlySpan<int> free, int supportCount)
        {
            if (codes.Length > 0)
            {
                Add(codes, supportCount);
            }

            codes.CopyTo(Room(codes.Length + free.Length));
            Extend(codes.Length, free, supportCount);
        }

        public void HandOver()
        {
            _buffer?.CopyTo(output.Sink);
            _buffer = null;
        }

        private void Extend(int length, ReadOnlySpan<int> free, int supportCount)
        {
            for (int i = 0; i < free.Length && length < output.MaxLength; i++)
            {
                _set[length] = free[i];
                Counter.Add(_set.AsSpan(0, length + 1), supportCount);
                Write(length + 1, supportCount);
                Extend(length + 1, free[(i + 1)..], supportCount);
            }
        }

        private Span<int> Room(int length)
        {
            if (_set.Length < length)
            {
                Array.Resize(ref _set, Math.Max(length, 2 * _set.Length));
            }

            return _set;
        }

        private void Write(int length, int supportCount)
        {
            Span<int> mapped = stackalloc int[64];
            mapped = length <= mapped.Length ? mapped[..length] : new int[length];
            for (int i = 0; i < length; i++)
            {
                mapped[i] = output.Rows[_set[i]];
            }

            if (output._turn == task)
            {
                HandOver();
                output.Sink.Add(mapped, supportCount);
                return;
            }

            (_buffer ??= new ItemsetBuffer()).Add(mapped, supportCount);
            if (_buffer.Items >= output.BufferItems)
            {
                WaitForTurn();
            }
        }

        private void WaitForTurn()
        {
            var wait = new SpinWait();
            while (output._turn != task)
            {
                cancellationToken.ThrowIfCancellationRequested();
                wait.SpinOnce();
            }
        }
    }

    private IItemsetSink Sink => sink;

    private int[] Rows => rows;

    private long BufferItems => bufferItems;
}
