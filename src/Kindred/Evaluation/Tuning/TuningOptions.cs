using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>How settings are searched.</summary>
public sealed record TuningOptions
{
    /// <summary>Settings drawn at first, the defaults among them; at least 2. The default is 16.</summary>
    public int Trials { get; init; } = 16;

    /// <summary>Every round keeps one in this many settings and gives them this many times the users; at least 2. The default is 3.</summary>
    public int Reduction { get; init; } = 3;

    /// <summary>What is maximised on the tuning cases: a metric of <see cref="RankingMetrics"/>. The default is <c>ndcg@20</c>.</summary>
    public string Metric { get; init; } = "ndcg@20";

    /// <summary>
    /// Early stopping of models trained in epochs: validations on the tuning cases without a better quality after which a training stops; 0 runs all
    /// epochs. The default is 3. The number of epochs found is part of the outcome.
    /// </summary>
    public int Patience { get; init; } = 3;

    /// <summary>Seed of the draws and of training. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Most threads; 0, the default, means one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Where finished trials are kept, so that an interrupted search goes on from there; null, the default, for none.</summary>
    public ITrialJournal? Journal { get; init; }

    /// <summary>Receives progress; null for none.</summary>
    public IProgress<StageProgress>? Progress { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="KindredDataException">Some are outside their ranges; all of them in one message.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Trials < 2)
        {
            problems.Add($"{Trials} trials are too few to choose from; use at least 2.");
        }

        if (Reduction < 2)
        {
            problems.Add($"The reduction is {Reduction}; it must be at least 2.");
        }

        if (Patience < 0)
        {
            problems.Add($"The patience is {Patience}; it must be at least 0.");
        }

        if (problems.Count > 0)
        {
            throw new KindredDataException(string.Join(Environment.NewLine, problems));
        }

        MetricName.CutoffOf(Metric);
    }
}
