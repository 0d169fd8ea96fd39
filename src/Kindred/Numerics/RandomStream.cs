using System.Numerics;

namespace Kindred.Numerics;

/// <summary>A seeded stream of random numbers: the same seed and stream number give the same numbers on every machine.</summary>
/// <remarks>
/// xoshiro256++ (Blackman &amp; Vigna, 2021), its state filled by SplitMix64. Streams of one seed are independent, so work split
/// into tasks draws from one stream a task and gives the same result on any number of threads. Not thread-safe; not for secrets.
/// </remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates stream number <paramref name="stream"/> of a seed.</summary>
    public RandomStream(ulong seed, ulong stream = 0)
    {
        ulong state = seed ^ Mix(stream + 0x9E3779B97F4A7C15);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    private RandomStream()
    {
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform whole number in 0 (included) to <paramref name="exclusiveMax"/> (excluded), without bias (Lemire, 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint bound = (uint)exclusiveMax;
        ulong product = (NextUInt64() >> 32) * bound;
        if ((uint)product < bound)
        {
            uint threshold = (0u - bound) % bound;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A uniform number in 0 (included) to 1 (excluded) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in 0 (included) to 1 (excluded) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1U << 24));

    /// <summary>A normal number of mean 0 and deviation 1 (Box &amp; Muller, 1958; the cosine half).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts the elements in random order (Fisher &amp; Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The four words of the state, for a checkpoint.</summary>
    public ulong[] Save() => [_s0, _s1, _s2, _s3];

    /// <summary>Continues a stream from the words given by <see cref="Save"/>.</summary>
    /// <exception cref="ArgumentException">Not four words, or all of them zero.</exception>
    public static RandomStream Restore(ReadOnlySpan<ulong> words)
    {
        if (words.Length != 4 || !words.ContainsAnyExcept(0UL))
        {
            throw new ArgumentException("A random stream is restored from four words, not all zero.", nameof(words));
        }

        return new RandomStream { _s0 = words[0], _s1 = words[1], _s2 = words[2], _s3 = words[3] };
    }

    private static ulong SplitMix(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
