namespace Kindred.Cli.Shell;

/// <summary>Wall-clock seconds by stage.</summary>
internal sealed class StageClock(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly List<(string Stage, double Seconds)> _stages = [];

    /// <summary>The stages that ran, in order.</summary>
    public IReadOnlyList<(string Stage, double Seconds)> Stages => _stages;

    /// <summary>Seconds since this clock was made.</summary>
    public double Total => Math.Round(clock.GetElapsedTime(_started).TotalSeconds, 4);

    /// <summary>Runs a stage and keeps its time.</summary>
    public T Time<T>(string stage, Func<T> work)
    {
        long started = clock.GetTimestamp();
        T result = work();
        _stages.Add((stage, Math.Round(clock.GetElapsedTime(started).TotalSeconds, 4)));
        return result;
    }

    /// <summary>Seconds of a stage; 0 where it did not run.</summary>
    public double Of(string stage) => _stages.Where(s => s.Stage == stage).Sum(s => s.Seconds);
}
