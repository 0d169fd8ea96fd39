namespace Kindred.Mining.Rules;

/// <summary>The four counts that every statement about a rule X ⇒ Y can be recounted from.</summary>
/// <param name="Both">Baskets that hold X and Y.</param>
/// <param name="Antecedent">Baskets that hold X.</param>
/// <param name="Consequent">Baskets that hold Y.</param>
/// <param name="Total">All baskets.</param>
public readonly record struct ContingencyTable(int Both, int Antecedent, int Consequent, int Total)
{
    /// <summary>P(Y | X); NaN where X is in no basket.</summary>
    public double Confidence => (double)Both / Antecedent;

    /// <summary>P(X | Y); NaN where Y is in no basket.</summary>
    public double ReverseConfidence => (double)Both / Consequent;

    /// <summary>P(X and Y) / (P(X) P(Y)); 1 at independence, NaN where X or Y is in no basket.</summary>
    public double Lift => (double)Both * Total / ((double)Antecedent * Consequent);

    /// <summary>Says whether the counts can be those of one set of baskets.</summary>
    public bool IsValid => Both >= 0 && Total >= 0
        && Antecedent >= Both && Consequent >= Both && (long)Antecedent + Consequent - Both <= Total;
}
