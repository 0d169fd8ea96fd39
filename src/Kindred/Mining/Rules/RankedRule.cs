namespace Kindred.Mining.Rules;

/// <summary>A rule in a contest for the best places: a higher score wins, then the place in the table of all rules.</summary>
internal readonly record struct RankedRule(double Score, int Union, int Ordinal, int Antecedent, int Consequent) : IComparable<RankedRule>
{
    /// <summary>Best first.</summary>
    public int CompareTo(RankedRule other)
    {
        int order = other.Score.CompareTo(Score);
        order = order != 0 ? order : Union.CompareTo(other.Union);
        return order != 0 ? order : Ordinal.CompareTo(other.Ordinal);
    }

    /// <summary>A value turned so that higher is better and no value is worst.</summary>
    public static double ScoreOf(RuleMeasure measure, double value)
    {
        double score = measure.SmallerIsBetter ? -value : value;
        return double.IsNaN(score) ? double.NegativeInfinity : score;
    }
}
