namespace Kindred.Report;

/// <summary>How findings compare with the planted truth of a generated shop.</summary>
/// <param name="Rows">One row for each kind of association.</param>
public sealed record TruthScore(IReadOnlyList<TruthRow> Rows);

/// <summary>Findings against truth for one kind.</summary>
/// <param name="Kind">What was planted, in words.</param>
/// <param name="Planted">How many were planted.</param>
/// <param name="Found">How many were reported.</param>
/// <param name="Correct">How many of the reported were planted.</param>
public sealed record TruthRow(string Kind, long Planted, long Found, long Correct);
