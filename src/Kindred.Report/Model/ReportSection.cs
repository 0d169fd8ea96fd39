namespace Kindred.Report;

/// <summary>A further part of the report: some words, a bar chart, tables, or all of them.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Text">Explanation in plain words.</param>
/// <param name="Bars">Bars from top to bottom, with their intervals; empty for words only.</param>
/// <param name="Unit">What the bars measure; null where there are none.</param>
public sealed record ReportSection(string Title, string Text, IReadOnlyList<ReportBar> Bars, string? Unit = null)
{
    /// <summary>Tables below the bars.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
}

/// <summary>A table of a further part.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">Heads; the first column names the row, the others hold figures.</param>
/// <param name="Rows">One list a row, as long as <paramref name="Columns"/>.</param>
public sealed record ReportTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length.</param>
/// <param name="Interval">Uncertainty of <paramref name="Value"/>, or null.</param>
public sealed record ReportBar(string Label, double Value, Interval? Interval = null);
