namespace Kindred.Text;

/// <summary>The two constants of BM25.</summary>
/// <remarks>The defaults suit short texts better than the 1.2 and 0.75 of longer ones: docs/retrieval.md has the comparison.</remarks>
public sealed record Bm25Options
{
    /// <summary>How fast repeating a term stops to help, 0 (at once) and more. The default is 0.9.</summary>
    public double K1 { get; init; } = 0.9;

    /// <summary>How much long documents are held back, 0 (not at all) to 1 (in proportion). The default is 0.4.</summary>
    public double B { get; init; } = 0.4;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names all of them.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (!(K1 >= 0) || double.IsInfinity(K1))
        {
            faults.Add($"{nameof(K1)} {K1} is not a number from 0");
        }

        if (!(B >= 0 && B <= 1))
        {
            faults.Add($"{nameof(B)} {B} is not in 0 to 1");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{string.Join("; ", faults)}.");
        }
    }
}
