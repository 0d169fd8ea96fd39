using Kindred.Domain;

namespace Kindred.Numerics;

/// <summary>Turns steps done on many threads into about a hundred progress reports.</summary>
internal sealed class ProgressCounter(IProgress<StageProgress>? progress, string stage, long total)
{
    private readonly long _every = Math.Max(1, total / 100);
    private long _done;

    /// <summary>Counts one step.</summary>
    public void Step()
    {
        if (progress is not null && Interlocked.Increment(ref _done) is var done && (done % _every == 0 || done == total))
        {
            progress.Report(new StageProgress(stage, (double)done / total, $"{done:N0} of {total:N0}"));
        }
    }
}
