namespace Kindred.Evaluation;

/// <summary>How pair prediction splits the baskets and draws the pairs.</summary>
public sealed record PairPredictionOptions
{
    /// <summary>Share of the baskets, oldest first, that models are trained on. The default is 0.6.</summary>
    public double TrainShare { get; init; } = 0.6;

    /// <summary>Share of the baskets after those that scores are turned into probabilities with; the same share again is the test. The default is 0.2.</summary>
    public double WindowShare { get; init; } = 0.2;

    /// <summary>Pairs of products drawn, each pair of two products with enough training baskets equally likely. The default is 200,000.</summary>
    public int Pairs { get; init; } = 200_000;

    /// <summary>Only products with at least as many training baskets take part. The default is 5.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>Seed of the draw. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;
}
