namespace Kindred.Evaluation;

/// <summary>How one model did.</summary>
public sealed record ModelResult
{
    /// <summary>The name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Its options by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>What the options left open and the training data settled, by name; empty where nothing was.</summary>
    public IReadOnlyDictionary<string, string> Settled { get; init; } = new Dictionary<string, string>();

    /// <summary>Epochs after which training was ended, as early stopping had found; null where all were run.</summary>
    public int? StopAfterEpochs { get; init; }

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

    /// <summary>
    /// Highest memory of the whole process while the model was trained and asked, in MiB: the program, the data and the model. Memory of models
    /// before it was given back first.
    /// </summary>
    public required double PeakMemoryMb { get; init; }

    /// <summary>The part of <see cref="PeakMemoryMb"/> above what the process held just before training: what the model took itself.</summary>
    public required double AddedMemoryMb { get; init; }

    /// <summary>Bytes of the model's own arrays.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Means over bootstrap samples, by metric; paired with those of other models of the same table.</summary>
    internal IReadOnlyDictionary<string, double[]> Samples { get; init; } = new Dictionary<string, double[]>();
}

/// <summary>Metrics over a part of the cases.</summary>
/// <param name="Cases">Number of cases that have a relevant product in the segment.</param>
/// <param name="Metrics">Metric by name, only the relevant products of the segment counted.</param>
/// <param name="Intervals">Bootstrap interval of each metric.</param>
public sealed record SegmentResult(int Cases, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, Interval> Intervals);

/// <summary>How a model answered, before time and memory are put beside it.</summary>
internal sealed record Judgement
{
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    public required IReadOnlyDictionary<string, Interval> Intervals { get; init; }

    public required IReadOnlyDictionary<string, double[]> Samples { get; init; }

    public IReadOnlyDictionary<string, SegmentResult> Segments { get; init; } = new Dictionary<string, SegmentResult>();

    public required double ScoreSeconds { get; init; }
}
