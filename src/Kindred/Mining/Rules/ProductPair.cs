namespace Kindred.Mining.Rules;

/// <summary>Two products that were bought together.</summary>
/// <param name="First">The lower product row.</param>
/// <param name="Second">The higher product row.</param>
/// <param name="Counts">The counts with <paramref name="First"/> as the antecedent.</param>
/// <param name="LogP">ln p of Fisher's exact one-sided test.</param>
/// <param name="LogQ">ln of the corrected p-value.</param>
public readonly record struct ProductPair(int First, int Second, ContingencyTable Counts, double LogP, double LogQ);
