namespace Kindred.Report;

/// <summary>Two products that belong together; undirected.</summary>
/// <param name="A">One product.</param>
/// <param name="B">The other product.</param>
/// <param name="Both">Baskets that hold both.</param>
/// <param name="Lift">Times as many common baskets as chance gives, above 0.</param>
/// <param name="Q">Corrected p-value, or null where it was not tested.</param>
/// <param name="Kind">What sort of association it is.</param>
public sealed record ReportEdge(
    ReportProduct A, ReportProduct B, long Both, double Lift, double? Q = null, AssociationKind Kind = AssociationKind.Unknown);
