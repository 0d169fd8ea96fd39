namespace Kindred.Evaluation;

/// <summary>How one model did.</summary>
public sealed record ModelResult
{
    /// <summary>The name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Its options by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Metric by name, such as <c>recall@20</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Bootstrap interval of each metric that is a mean over cases.</summary>
    public required IReadOnlyDictionary<string, Interval> Intervals { get; init; }

    /// <summary>Metrics of parts of the cases: products by sales, customers by history, categories; by segment, then by metric.</summary>
    public required IReadOnlyDictionary<string, SegmentResult> Segments { get; init; }

    /// <summary>Wall time of training in seconds.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Wall time of scoring and ranking all cases in seconds.</summary>
    public required double ScoreSeconds { get; init; }

    /// <summary>Highest memory of the process while the model was trained and asked, in MiB.</summary>
    public required double PeakMemoryMb { get; init; }

    /// <summary>Bytes of the model's own arrays.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Means over bootstrap samples, by metric; paired with those of other models of the same table.</summary>
    internal IReadOnlyDictionary<string, double[]> Samples { get; init; } = new Dictionary<string, double[]>();
}

/// <summary>Metrics over a part of the cases.</summary>
/// <param name="Cases">Number of cases that have a relevant product in the segment.</param>
/// <param name="Metrics">Metric by name, only the relevant products of the segment counted.</param>
public sealed record SegmentResult(int Cases, IReadOnlyDictionary<string, double> Metrics);
