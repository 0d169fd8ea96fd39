namespace Kindred.Evaluation;

/// <summary>Methods side by side on companions of cold products, over several random splits.</summary>
/// <remarks>
/// Means over all cases of all splits. A product that is cold in several splits is one draw of the bootstrap with all its cases, so that the intervals
/// do not take one product for many; the draws are the same for every method. p-values are corrected after Holm.
/// </remarks>
public sealed record ColdComparison
{
    /// <summary>What the metrics mean, to print beside them.</summary>
    public static string Definitions(int cutoff) =>
        $"recall@{cutoff} = hits / min({cutoff}, companions); ndcg@{cutoff} has binary gains, its ideal list min({cutoff}, companions) hits; all warm products are ranked, ties by product row; "
        + "means over the cases of all splits; intervals by bootstrap over products.";

    /// <summary>The protocol with its numbers.</summary>
    public required ColdOptions Options { get; init; }

    /// <summary>Number of cases in each split.</summary>
    public required IReadOnlyList<int> Cases { get; init; }

    /// <summary>One result a method, in the order asked for, fusions behind.</summary>
    public required IReadOnlyList<ColdResult> Methods { get; init; }

    /// <summary>By metric, how each method stands to the best one.</summary>
    public required IReadOnlyDictionary<string, BestModel> Best { get; init; }
}

/// <summary>How one method did.</summary>
public sealed record ColdResult
{
    /// <summary>The name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Mean of each metric.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Bootstrap interval of each metric.</summary>
    public required IReadOnlyDictionary<string, Interval> Intervals { get; init; }

    /// <summary>Mean of each metric in each split.</summary>
    public required IReadOnlyDictionary<string, double[]> BySplit { get; init; }

    /// <summary>Mean wall seconds of learning in a split; 0 for a fusion, whose parts are learned anyway.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Mean milliseconds of one thread for a title; 0 for a fusion.</summary>
    public required double MillisecondsPerTitle { get; init; }

    /// <summary>Means over bootstrap samples, by metric; paired with those of other methods.</summary>
    internal IReadOnlyDictionary<string, double[]> Samples { get; init; } = new Dictionary<string, double[]>();
}
