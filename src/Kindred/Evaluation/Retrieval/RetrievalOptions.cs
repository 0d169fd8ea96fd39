namespace Kindred.Evaluation;

/// <summary>How searches are judged.</summary>
public sealed record RetrievalOptions
{
    /// <summary>
    /// Only products that were judged for a query are ranked for it, and the whole ranking and how well scores predict relevance are measured too; otherwise all products are
    /// ranked and those that were not judged count as not relevant. The default is false.
    /// </summary>
    public bool JudgedOnly { get; init; }

    /// <summary>Bootstrap samples of the queries that intervals come from, at least 100. The default is 1,000.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>Confidence of the intervals, between 0 and 1. The default is 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the bootstrap and of the folds. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Most threads; 0, the default, means one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Receives progress; null for none.</summary>
    public IProgress<Domain.StageProgress>? Progress { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names all of them.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (Samples < 100)
        {
            faults.Add($"{nameof(Samples)} {Samples} is below 100");
        }

        if (!(Confidence > 0 && Confidence < 1))
        {
            faults.Add($"{nameof(Confidence)} {Confidence} is not between 0 and 1");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{string.Join("; ", faults)}.");
        }
    }
}
