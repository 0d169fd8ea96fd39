using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Passes of stochastic gradient steps over all users, in random order, with a step size that falls to nearly 0 over the training.</summary>
/// <remarks>
/// Users are taken in runs of fixed size, one random stream a run. With one thread the runs follow each other and the seed decides every bit; with
/// more, runs share the parameters without locks (Hogwild; Recht et al., NIPS 2011), and results differ slightly from run to run.
/// </remarks>
/// <param name="users">Number of users.</param>
/// <param name="epochs">Passes of the whole training.</param>
/// <param name="learningRate">Step size of the first pass.</param>
/// <param name="training">Seed and threads.</param>
internal sealed class RandomPasses(int users, int epochs, double learningRate, TrainingOptions training)
{
    private const int UsersARun = 256;
    private const double LastShareOfRate = 1e-4;

    /// <summary>The steps of one user.</summary>
    public delegate void LearnUser(int user, float rate, RandomStream random);

    /// <summary>One pass; everything random in it comes from the seed and the number of the epoch.</summary>
    /// <param name="epoch">Number of the pass, from 0.</param>
    /// <param name="createLearner">Makes what learns the users of one run, with scratch of its own.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public void Run(int epoch, Func<LearnUser> createLearner, CancellationToken cancellation)
    {
        int[] order = [.. Enumerable.Range(0, users)];
        ulong first = (ulong)epoch * (ulong)(users + 1);
        new RandomStream(training.Seed, first).Shuffle<int>(order);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(training.Threads), CancellationToken = cancellation };
        int runs = (users + UsersARun - 1) / UsersARun;
        void Learn(int run) => LearnRun(order, run, epoch, new RandomStream(training.Seed, first + 1 + (ulong)run), createLearner());
        if (parallel.MaxDegreeOfParallelism > 1)
        {
            Parallel.For(0, runs, parallel, Learn);
            return;
        }

        for (int run = 0; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            Learn(run);
        }
    }

    private void LearnRun(int[] order, int run, int epoch, RandomStream random, LearnUser learn)
    {
        int end = Math.Min(users, (run + 1) * UsersARun);
        for (int i = run * UsersARun; i < end; i++)
        {
            double done = (epoch + ((double)i / users)) / epochs;
            learn(order[i], (float)(learningRate * Math.Max(LastShareOfRate, 1 - done)), random);
        }
    }
}
