namespace Kindred.Mining.Output;

/// <summary>Runs numbered mining tasks on several threads; each task is begun in order, as <see cref="ItemsetOutput"/> wants it.</summary>
internal static class OrderedTasks
{
    /// <summary>Runs tasks 0 … <paramref name="taskCount"/> − 1.</summary>
    /// <param name="taskCount">Number of tasks.</param>
    /// <param name="threads">Most threads to use, at least 1.</param>
    /// <param name="createWorker">Makes the scratch of one thread.</param>
    /// <param name="run">Does one task and gives what it finds to the receiver.</param>
    /// <param name="output">Where the receivers come from.</param>
    /// <param name="progress">Told the fraction of tasks done.</param>
    /// <param name="cancellationToken">Stops between tasks; <paramref name="run"/> looks at it inside one.</param>
    public static void Run<TWorker>(
        int taskCount,
        int threads,
        Func<TWorker> createWorker,
        Action<TWorker, int, IItemsetReceiver> run,
        ItemsetOutput output,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var starting = new Lock();
        int next = 0;
        int done = 0;
        var errors = new List<Exception>();
        Thread[] helpers = [.. Enumerable.Range(1, Math.Max(0, Math.Min(threads, taskCount) - 1)).Select(_ => new Thread(Work))];
        Array.ForEach(helpers, helper => helper.Start());
        Work();
        Array.ForEach(helpers, helper => helper.Join());
        cancellationToken.ThrowIfCancellationRequested();
        if (errors.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors[0]);
        }

        void Work()
        {
            try
            {
                TWorker worker = createWorker();
                while (Begin(out int task, out IItemsetReceiver? receiver))
                {
                    run(worker, task, receiver!);
                    output.EndTask(task, receiver!);
                    progress?.Report((double)Interlocked.Increment(ref done) / taskCount);
                }
            }
            catch (Exception error)
            {
                // A sink that fails (a full disk) must stop the other threads, and its error must reach the caller.
                lock (errors)
                {
                    errors.Add(error);
                }

                stop.Cancel();
            }
        }

        bool Begin(out int task, out IItemsetReceiver? receiver)
        {
            lock (starting)
            {
                task = next;
                receiver = null;
                if (stop.IsCancellationRequested || next == taskCount)
                {
                    return false;
                }

                next++;
                receiver = output.BeginTask(task, stop.Token);
                return true;
            }
        }
    }
}
