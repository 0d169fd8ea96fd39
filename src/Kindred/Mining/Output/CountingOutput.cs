namespace Kindred.Mining.Output;

/// <summary>Counts itemsets by length and keeps nothing.</summary>
internal sealed class CountingOutput(int maxLength) : ItemsetOutput
{
    private readonly Lock _lock = new();
    private readonly List<LengthCounter> _idle = [];
    private readonly List<LengthCounter> _all = [];

    public override IItemsetReceiver BeginTask(int task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
            {
                var counter = new LengthCounter(maxLength);
                _all.Add(counter);
                return counter;
            }

            LengthCounter reused = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return reused;
        }
    }

    public override void EndTask(int task, IItemsetReceiver receiver)
    {
        lock (_lock)
        {
            _idle.Add((LengthCounter)receiver);
        }
    }

    public override long[] CountByLength() => LengthCounter.Sum(_all);
}
