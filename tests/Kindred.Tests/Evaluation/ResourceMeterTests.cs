using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation;

/// <summary>Measures the memory of the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(ResourceMeterTests), DisableParallelization = true)]
[Collection(nameof(ResourceMeterTests))]
public class ResourceMeterTests
{
    private const int Megabytes = 200;

    [Fact]
    public void What_one_model_took_is_not_counted_for_the_next()
    {
        (double first, double _) = Measure(Megabytes);
        Assert.True(first > 0.8 * Megabytes, $"{first}");
        (double second, double start) = Measure(1);
        Assert.True(second < 0.8 * Megabytes, $"{second} above {start}");
    }

    private static (double Added, double Start) Measure(int megabytes)
    {
        using var meter = new ResourceMeter();
        Fill(megabytes);
        return (meter.PeakMb - meter.StartMb, meter.StartMb);
    }

    // Touches every page, or none would be resident.
    private static void Fill(int megabytes)
    {
        var block = new byte[megabytes << 20];
        block.AsSpan().Fill(1);
        GC.KeepAlive(block);
    }
}
