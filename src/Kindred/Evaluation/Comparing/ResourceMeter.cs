using System.Diagnostics;

namespace Kindred.Evaluation;

/// <summary>Measures the highest memory of this process while something runs, apart from what ran before.</summary>
/// <remarks>
/// At the start garbage is collected and free memory is given back to the system, so that nothing of an earlier model counts. On Linux the kernel keeps the
/// peak and is asked to begin anew (<c>/proc/self/clear_refs</c>); elsewhere, or where that is not allowed, the working set is looked at every 20 ms
/// and at both ends, which may miss a shorter peak.
/// </remarks>
internal sealed class ResourceMeter : IDisposable
{
    private const string PeakReset = "/proc/self/clear_refs";
    private readonly bool _kernelKeepsPeak;
    private readonly Timer? _timer;
    private long _peakBytes;

    public ResourceMeter()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kernelKeepsPeak = TryResetPeak();
        Look();
        StartMb = _peakBytes / 1048576.0;
        _timer = _kernelKeepsPeak ? null : new Timer(_ => Look(), null, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Working set when the measuring began, in MiB: the program and the data.</summary>
    public double StartMb { get; }

    /// <summary>Highest working set since, in MiB.</summary>
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

    public void Dispose() => _timer?.Dispose();

    // "5" resets the peak resident set (proc_pid_clear_refs(5)); a sealed container may refuse it.
    private static bool TryResetPeak()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(PeakReset))
        {
            return false;
        }

        try
        {
            File.WriteAllText(PeakReset, "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Look()
    {
        using var self = Process.GetCurrentProcess();
        long now = _kernelKeepsPeak ? self.PeakWorkingSet64 : self.WorkingSet64;
        long peak;
        while (now > (peak = Interlocked.Read(ref _peakBytes)))
        {
            Interlocked.CompareExchange(ref _peakBytes, now, peak);
        }
    }
}
