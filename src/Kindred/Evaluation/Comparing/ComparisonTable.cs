namespace Kindred.Evaluation;

/// <summary>Models side by side on one task, with what is significantly best.</summary>
/// <remarks>
/// For each metric the best model is compared with every other one by the paired bootstrap; the p-values of a metric are corrected after Holm for
/// the number of models. Higher is better but for <see cref="LowerIsBetter"/>. Metrics of lists as a whole (coverage, …) are shown, not compared.
/// </remarks>
public sealed record ComparisonTable
{
    /// <summary>Corrected p-values below this are called significant.</summary>
    public const double SignificanceLevel = 0.05;

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>How the data was split and what is ranked.</summary>
    public required string Description { get; init; }

    /// <summary>What the metrics mean.</summary>
    public required string Definitions { get; init; }

    /// <summary>Number of cases.</summary>
    public required int Cases { get; init; }

    /// <summary>One result a model, in the order asked for.</summary>
    public required IReadOnlyList<ModelResult> Models { get; init; }

    /// <summary>By metric, how each model stands to the best one.</summary>
    public required IReadOnlyDictionary<string, BestModel> Best { get; init; }

    /// <summary>Whether a lower value of a metric is better: the logarithmic loss and the calibration error of pair prediction.</summary>
    public static bool LowerIsBetter(string metric) => metric is PairMetrics.LogLossName or PairMetrics.CalibrationErrorName;

    /// <summary>The models from the best to the worst by a metric.</summary>
    public IReadOnlyList<ModelResult> Ranked(string metric) => [.. Models.OrderByDescending(m => Goodness(metric, m.Metrics[metric]))];

    internal static IReadOnlyDictionary<string, BestModel> Compare(IReadOnlyList<ModelResult> models)
    {
        IEnumerable<string> compared = models.Count == 0 ? [] : models[0].Intervals.Keys;
        return compared.ToDictionary(metric => metric, metric => FindBest(metric, models));
    }

    private static double Goodness(string metric, double value) => LowerIsBetter(metric) ? -value : value;

    private static BestModel FindBest(string metric, IReadOnlyList<ModelResult> models)
    {
        ModelResult best = models.MaxBy(m => Goodness(metric, m.Metrics[metric]))!;
        ModelResult[] others = [.. models.Where(m => !ReferenceEquals(m, best))];
        double[] adjusted = BootstrapMeans.Holm([.. others.Select(o => BootstrapMeans.PairedPValue(best.Samples[metric], o.Samples[metric]))]);
        return new BestModel(best.Name, others.Zip(adjusted).Select(p => new Rival(p.First.Name, p.Second)).ToArray());
    }
}

/// <summary>The model with the highest mean of a metric and how surely it is ahead of the others.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Rivals">The other models with the corrected p-value of "equally good".</param>
public sealed record BestModel(string Model, IReadOnlyList<Rival> Rivals)
{
    /// <summary>Whether it is ahead of every other model beyond chance; a model alone is ahead of none.</summary>
    public bool IsSignificant => Rivals.Count > 0 && Rivals.All(r => r.PValue < ComparisonTable.SignificanceLevel);

    /// <summary>Whether a model is the best of several or not told apart from it.</summary>
    public bool Includes(string model) => (model == Model && Rivals.Count > 0) || Rivals.Any(r => r.Model == model && r.PValue >= ComparisonTable.SignificanceLevel);
}

/// <summary>A model behind the best one.</summary>
/// <param name="Model">Its name.</param>
/// <param name="PValue">Two-sided p-value that it is as good, corrected after Holm.</param>
public readonly record struct Rival(string Model, double PValue);
