namespace Kindred.Mining.Output;

/// <summary>Where the itemsets of all tasks of one run go.</summary>
/// <remarks>
/// Tasks are numbered 0, 1, 2 … and must be begun in that order (each number once, from any thread) and ended when done:
/// what comes out is then the same whatever the number of threads. <see cref="BeginTask"/> and <see cref="EndTask"/> are thread-safe.
/// </remarks>
internal abstract class ItemsetOutput
{
    /// <summary>The receiver for a task. It is the task's own until <see cref="EndTask"/>.</summary>
    public abstract IItemsetReceiver BeginTask(int task, CancellationToken cancellationToken);

    /// <summary>Says that a task will add nothing more.</summary>
    public abstract void EndTask(int task, IItemsetReceiver receiver);

    /// <summary>Number of itemsets of each length taken so far, index = length. Call it after all tasks have ended.</summary>
    public abstract long[] CountByLength();
}
