using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Kindred.Mining;
using Kindred.Mining.Input;

namespace Kindred.Benchmarks.Mining;

/// <summary>Reading FIMI text from memory, on one core: bytes of text (unpacked) divided by the mean time is the rate.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private byte[] _packed = [];
    private byte[] _text = [];

    [Params("T40q100k", "retail")]
    public string Data { get; set; } = string.Empty;

    [GlobalSetup]
    public void Load()
    {
        _packed = File.ReadAllBytes(BenchmarkData.Path($"fimi/{Data}.dat.gz"));
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(_packed), CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        _text = unpacked.ToArray();
        Console.WriteLine($"// {Data}: {_text.Length} bytes of text, {_packed.Length} packed");
    }

    [Benchmark]
    public BasketSet Plain() => BasketFile.Read(new MemoryStream(_text), Data, BasketFileFormat.Fimi, CancellationToken.None);

    [Benchmark]
    public BasketSet Gzip() => BasketFile.Read(new MemoryStream(_packed), Data, BasketFileFormat.Fimi, CancellationToken.None);
}
