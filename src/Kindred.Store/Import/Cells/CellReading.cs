namespace Kindred.Store.Import.Cells;

/// <summary>How the cells of one column become values.</summary>
/// <param name="Expression">SQL over the staged column: the value, or NULL where the cell cannot be read.</param>
/// <param name="Description">The reading in words for the import's account; null when cells are taken as they are.</param>
/// <param name="Reason">What is said of a cell that cannot be read.</param>
/// <param name="Note">A warning for the user, such as an undecidable date order.</param>
/// <param name="ReadsAll">True when it is known that every cell of the column can be read.</param>
internal sealed record CellReading(string Expression, string? Description = null, string Reason = "cannot be read", string? Note = null, bool ReadsAll = false);
