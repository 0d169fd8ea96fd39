namespace Kindred.Mining.Rules;

/// <summary>Receives rules as three indices into the table of itemsets; a struct, so that the search is compiled for it.</summary>
internal interface IRuleVisitor
{
    /// <summary>False where −1 may be given as the consequent, which saves finding it.</summary>
    bool NeedsConsequent { get; }

    void Take(int itemset, int antecedent, int consequent);
}
