namespace Kindred.Neural.Training;

/// <summary>Whether the processor multiplies bfloat16 numbers itself (AVX-512 BF16 or AMX); elsewhere libtorch gives the same results, but slower than float32.</summary>
public static class BFloat16Unit
{
    private const string Processor = "/proc/cpuinfo";

    /// <summary>Whether it does.</summary>
    public static bool IsPresent { get; } = File.Exists(Processor) && IsIn(File.ReadLines(Processor));

    /// <summary>Whether the first processor of a listing in the form of Linux's <c>/proc/cpuinfo</c> has such instructions.</summary>
    internal static bool IsIn(IEnumerable<string> listing) =>
        listing.FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal)) is { } flags && flags.Split(' ').Any(flag => flag is "avx512_bf16" or "amx_bf16");
}
