using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Benchmarks.Models;

/// <summary>
/// Training times on made-up interactions of the shape of the gowalla data (LightGCN's split): <c>models THREADS REPEATS MODEL…</c>, a model as
/// <c>als:factors=128</c>; <c>models data FILE</c> writes them. Prints the least processor and wall seconds of the repeats and interactions a second and epoch.
/// </summary>
internal static class ModelRun
{
    private const int Users = 29_858;
    private const int Items = 40_981;
    private const int Pairs = 810_128;

    public static int Run(string[] args)
    {
        InteractionData data = Generate(seed: 1);
        if (args is ["data", string path])
        {
            Write(data.UserItems, path);
            return 0;
        }

        int threads = int.Parse(args[0], CultureInfo.InvariantCulture);
        int repeats = int.Parse(args[1], CultureInfo.InvariantCulture);
        _ = data.ItemUsers;
        foreach (string text in args[2..])
        {
            var request = ModelRequest.Parse(text);
            (double processor, double wall) = Best(repeats, () => request.Definition.Train(data, request.Options, new TrainingOptions { Threads = threads }));
            double epochs = request.Options is { } o && ModelOptions.Format(o).TryGetValue("epochs", out string? e) ? double.Parse(e, CultureInfo.InvariantCulture) : 1;
            Console.WriteLine(FormattableString.Invariant(
                $"{text}: {processor:F2} s processor, {wall:F2} s wall, {Pairs * epochs / processor:N0} interactions a processor second"));
        }

        return 0;
    }

    // As peers.cpp reads it.
    private static void Write(SparseMatrix userItems, string path)
    {
        using FileStream stream = File.Create(path);
        stream.Write(MemoryMarshal.AsBytes<int>([userItems.RowCount, userItems.ColumnCount, userItems.StoredCount]));
        stream.Write(MemoryMarshal.AsBytes(userItems.Offsets));
        stream.Write(MemoryMarshal.AsBytes(userItems.AllColumns));
    }

    // Users at least 8 interactions, lengths and popularity with long tails (both logarithmic normal, as in the real data by eye).
    private static InteractionData Generate(ulong seed)
    {
        var random = new RandomStream(seed);
        var users = new AliasTable(Weights(Users, 1.2, random));
        var items = new AliasTable(Weights(Items, 0.9, random));
        var seen = new HashSet<(int, int)>();
        var builder = new InteractionBuilder(new Vocabulary(Enumerable.Range(0, Items).Select(i => i.ToString(CultureInfo.InvariantCulture))));
        while (seen.Count < Pairs)
        {
            int user = seen.Count < 8 * Users ? seen.Count / 8 : users.Draw(random);
            int item = items.Draw(random);
            if (seen.Add((user, item)))
            {
                builder.Add(user, item);
            }
        }

        return builder.Build(Users);
    }

    private static double[] Weights(int count, double deviation, RandomStream random) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Exp(deviation * random.NextGaussian()))];

    private static (double Processor, double Wall) Best(int repeats, Action train)
    {
        (double processor, double wall) = (double.MaxValue, double.MaxValue);
        for (int i = 0; i < repeats; i++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            train();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor = Math.Min(processor, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        return (processor, wall);
    }
}
