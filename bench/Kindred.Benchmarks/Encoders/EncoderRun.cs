using System.Diagnostics;
using System.IO.Compression;
using System.Numerics.Tensors;
using Kindred.Neural.Encoders;
using Kindred.Neural.Pretraining;

namespace Kindred.Benchmarks.Encoders;

/// <summary>
/// Speed of text encoders, text to vector: <c>encoders FILE.csv.gz COLUMN COUNT MODEL ROUNDS VARIANT…</c>. The first COUNT different texts of the
/// column; MODEL is <c>shipped</c>, a model folder, or a shape as <c>6x384</c> (random weights); variants as <see cref="EncoderVariant"/> has them.
/// The variants take turns, so that what else the machine does falls on all alike. Printed: the best round of each by the clock and by processor
/// time, the smallest cosine to the vectors of the first variant, and the peak memory of the process.
/// </summary>
internal static class EncoderRun
{
    public static int Run(string[] args)
    {
        string[] texts = Read(args[0], args[1], int.Parse(args[2]));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kindred-bench-");
        try
        {
            EncoderVariant[] variants = [.. args[5..].Select(v => EncoderVariant.Open(v, Folder(args[3], folder.FullName), texts))];
            Console.WriteLine($"{texts.Length:N0} texts of {args[1]}, model {args[3]}");
            Compare(variants, texts, int.Parse(args[4]));
            Array.ForEach(variants, v => v.Dispose());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"peak memory {self.PeakWorkingSet64 >> 20:N0} MB");
        return 0;
    }

    private static string Folder(string model, string empty)
    {
        if (model == "shipped")
        {
            return TextEncoder.ShippedFolder;
        }

        if (Directory.Exists(model))
        {
            return model;
        }

        if (!File.Exists(Path.Combine(empty, "config.json")))
        {
            EncoderVariant.WriteRandom(model, empty);
        }

        return empty;
    }

    private static string[] Read(string path, string column, int count)
    {
        using Stream file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return [.. CsvLines.Read(file, column).Select(l => l[0]).Where(t => t.Length > 0).Distinct().Take(count)];
    }

    private static void Compare(EncoderVariant[] variants, string[] texts, int rounds)
    {
        float[][] expected = variants[0].Vectors(texts);
        double[] cosines = [.. variants.Select(v => v.Vectors(texts).Zip(expected, (a, b) => a.Length == b.Length ? TensorPrimitives.CosineSimilarity(a, b) : float.NaN).Min())];
        var best = new (double Wall, double Processor)[variants.Length];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < variants.Length; i++)
            {
                (double wall, double processor) = Time(() => variants[i].Encode(texts));
                best[i] = (Math.Max(best[i].Wall, texts.Length / wall), Math.Max(best[i].Processor, texts.Length / processor));
            }
        }

        for (int i = 0; i < variants.Length; i++)
        {
            Console.WriteLine(FormattableString.Invariant($"{variants[i].Name,-24} {best[i].Wall,10:N0} texts/s   {best[i].Processor,10:N0} texts a processor second   cosine {cosines[i]:F4}"));
        }
    }

    private static (double Wall, double Processor) Time(Action work)
    {
        using var self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        work();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        self.Refresh();
        return (wall, (self.TotalProcessorTime - before).TotalSeconds);
    }
}
