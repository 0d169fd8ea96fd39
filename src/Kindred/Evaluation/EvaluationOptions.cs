using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>How models are measured and compared.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Lengths k of the lists that are judged, each at least 1. The default is 10 and 20.</summary>
    public IReadOnlyList<int> Cutoffs { get; init; } = [10, 20];

    /// <summary>Most threads; 0, the default, means one a core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Seed of training and of the resampling. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Bootstrap samples for intervals and significance, at least 100. The default is 1,000.</summary>
    public int BootstrapSamples { get; init; } = 1_000;

    /// <summary>Share of the bootstrap distribution inside an interval, between 0 and 1. The default is 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Receives progress; null for none.</summary>
    public IProgress<StageProgress>? Progress { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="KindredDataException">Some are outside their ranges; all of them in one message.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Cutoffs.Count == 0 || Cutoffs.Any(k => k < 1) || Cutoffs.Distinct().Count() != Cutoffs.Count)
        {
            problems.Add($"The list lengths are '{string.Join(",", Cutoffs)}'; give distinct whole numbers from 1, such as 10,20.");
        }

        if (BootstrapSamples < 100)
        {
            problems.Add($"{BootstrapSamples} bootstrap samples are too few; use at least 100.");
        }

        if (!(Confidence > 0 && Confidence < 1))
        {
            problems.Add($"The confidence is {Confidence}; it must lie between 0 and 1.");
        }

        if (problems.Count > 0)
        {
            throw new KindredDataException(string.Join(Environment.NewLine, problems));
        }
    }
}
