namespace Kindred.Numerics;

/// <summary>The meaning of "threads" in every options record.</summary>
public static class ThreadCount
{
    /// <summary>0 means one thread a core; any other number is taken as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static int Resolve(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return threads == 0 ? Environment.ProcessorCount : threads;
    }
}
