using System.Runtime.ExceptionServices;

namespace Kindred.Numerics;

/// <summary>The same work for each of many rows on several threads, each thread with scratch of its own.</summary>
internal static class ParallelRows
{
    /// <summary>Works on rows 0 … <paramref name="count"/> − 1, in any order.</summary>
    /// <remarks>A failure comes out as the work threw it, not wrapped: rows fail for the same reason, and users are told that reason.</remarks>
    /// <param name="count">Number of rows.</param>
    /// <param name="threads">As <see cref="ThreadCount"/> says.</param>
    /// <param name="createScratch">Makes the scratch of a thread.</param>
    /// <param name="work">Works on one row.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static void For<TScratch>(int count, int threads, Func<TScratch> createScratch, Action<int, TScratch> work, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, parallel, createScratch, (row, _, scratch) =>
            {
                work(row, scratch);
                return scratch;
            }, _ => { });
        }
        catch (AggregateException failures) when (failures.InnerException is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
