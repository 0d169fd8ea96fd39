using System.Diagnostics;

namespace Kindred.Evaluation;

/// <summary>Measures the highest memory of this process while something runs, by looking every 20 ms and at both ends.</summary>
internal sealed class ResourceMeter : IDisposable
{
    private readonly Timer _timer;
    private long _peakBytes;

    public ResourceMeter()
    {
        Look();
        _timer = new Timer(_ => Look(), null, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Highest working set seen so far, in MiB.</summary>
    public double PeakMb
    {
        get
        {
            Look();
            return Interlocked.Read(ref _peakBytes) / 1048576.0;
        }
    }

    /// <summary>Runs a piece of work and returns its result with its wall time in seconds.</summary>
    public static (T Result, double Seconds) Time<T>(Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = Environment.WorkingSet;
        long peak;
        while (now > (peak = Interlocked.Read(ref _peakBytes)))
        {
            Interlocked.CompareExchange(ref _peakBytes, now, peak);
        }
    }
}
