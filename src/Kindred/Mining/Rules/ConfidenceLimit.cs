namespace Kindred.Mining.Rules;

/// <summary>A minimum confidence as an exact fraction: 0.8 means 4/5, not the nearest binary number.</summary>
internal readonly struct ConfidenceLimit
{
    private readonly Int128 _numerator;
    private readonly Int128 _denominator;

    public ConfidenceLimit(double minConfidence)
    {
        // double → decimal keeps 15 significant digits, which are those the user wrote.
        decimal value = (decimal)minConfidence;
        _denominator = (Int128)(decimal)Math.Pow(10, value.Scale);
        _numerator = (Int128)(value * (decimal)Math.Pow(10, value.Scale));
    }

    /// <summary>The largest antecedent count whose confidence still reaches the limit.</summary>
    public int HighestAntecedentCount(int both) =>
        _numerator == 0 ? int.MaxValue : (int)Int128.Min(int.MaxValue, both * _denominator / _numerator);
}
