using System.Diagnostics;
using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Benchmarks.Models;

/// <summary>
/// Speed of dense inversion, in which EASE spends its time, beside that of its kernel on tiles that stay in the first-level caches:
/// <c>inverse THREADS ORDER…</c>. Billions of operations a processor second, n³ for an inverse of order n.
/// </summary>
internal static class InverseRun
{
    private const int KernelRepeats = 20_000;

    public static int Run(string[] args)
    {
        int threads = int.Parse(args[0], CultureInfo.InvariantCulture);
        var tiles = new float[3 * TileProduct.Area];
        Report("kernel", 2.0 * TileProduct.Size * TileProduct.Area * KernelRepeats, () =>
        {
            for (int i = 0; i < KernelRepeats; i++)
            {
                TileProduct.Subtract(tiles.AsSpan(0, TileProduct.Area), tiles.AsSpan(TileProduct.Area), tiles.AsSpan(2 * TileProduct.Area), TileProduct.Size);
            }
        });
        foreach (string order in args[1..])
        {
            SymmetricMatrix matrix = Example(int.Parse(order, CultureInfo.InvariantCulture));
            Report($"inverse of order {order}", Math.Pow(matrix.Order, 3), () => matrix.TryInvert(threads, null, CancellationToken.None));
        }

        return 0;
    }

    // Diagonally dominant, hence positive definite.
    private static SymmetricMatrix Example(int order)
    {
        var matrix = new SymmetricMatrix(order);
        var random = new RandomStream(1);
        for (int i = 0; i < order; i++)
        {
            foreach (ref float element in matrix.Row(i)[..i])
            {
                element = (float)random.NextDouble();
            }

            matrix.Row(i)[i] = order;
        }

        return matrix;
    }

    private static void Report(string what, double operations, Action work)
    {
        work();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        double processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"{what}: {processor:F2} s processor, {clock.Elapsed.TotalSeconds:F2} s wall, {operations / processor / 1e9:F1} billion operations a processor second"));
    }
}
