namespace Kindred.Text;

/// <summary>What counts as a word when words are learned from texts without spaces.</summary>
public sealed record WordSegmenterOptions
{
    /// <summary>Most characters of a word, 2 to 8. The default is 4.</summary>
    public int MaxLength { get; init; } = 4;

    /// <summary>A word stands at least as often in the texts, at least 2. The default is 5.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>
    /// At least this pointwise mutual information (natural logarithm) between the parts of a word, at its weakest joint. The default is 2.
    /// </summary>
    public double MinCohesion { get; init; } = 2;

    /// <summary>At least this entropy (nats) of the characters before a word and of those after it, whichever is less. The default is 0.7.</summary>
    public double MinFreedom { get; init; } = 0.7;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names all of them.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (MaxLength is < 2 or > 8)
        {
            faults.Add($"{nameof(MaxLength)} {MaxLength} is not in 2 to 8");
        }

        if (MinCount < 2)
        {
            faults.Add($"{nameof(MinCount)} {MinCount} is below 2");
        }

        if (double.IsNaN(MinCohesion) || double.IsNaN(MinFreedom) || MinFreedom < 0)
        {
            faults.Add($"{nameof(MinCohesion)} {MinCohesion} and {nameof(MinFreedom)} {MinFreedom} must be numbers, the second at least 0");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{string.Join("; ", faults)}.");
        }
    }
}
