namespace Kindred.Mining;

/// <summary>How itemsets are found. All give the same itemsets; they differ in time and memory.</summary>
public enum MiningAlgorithm
{
    /// <summary>Chosen from the measured density of the data; the choice and its reason are reported.</summary>
    Auto,

    /// <summary>Level-wise candidates and counting (Agrawal &amp; Srikant, 1994).</summary>
    Apriori,

    /// <summary>Depth-first intersection of basket lists, as bitsets or diffsets (Zaki, 2000; Zaki &amp; Gouda, 2003).</summary>
    Eclat,

    /// <summary>Conditional prefix trees (Han, Pei &amp; Yin, 2000).</summary>
    FpGrowth,

    /// <summary>Occurrence deliver with database reduction and closure extension, in the style of LCM (Uno et al., 2004).</summary>
    Lcm,
}
