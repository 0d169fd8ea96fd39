namespace Kindred.Report;

/// <summary>What became of the rows that came in.</summary>
public sealed record DataQuality
{
    /// <summary>Files or tables imported, in order.</summary>
    public required IReadOnlyList<ImportedFile> Files { get; init; }

    /// <summary>Rows read from all files.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows taken into the workspace.</summary>
    public required long RowsTaken { get; init; }

    /// <summary>Rows left for mining after the cleaning rules.</summary>
    public required long RowsAfterCleaning { get; init; }

    /// <summary>Values and rows that were not taken, by reason, most first.</summary>
    public IReadOnlyList<RejectedReason> Rejected { get; init; } = [];

    /// <summary>The cleaning rules in the order they ran.</summary>
    public IReadOnlyList<CleaningStep> Cleaning { get; init; } = [];
}

/// <summary>One imported file or table.</summary>
/// <param name="Name">File name or table name.</param>
/// <param name="Kind">What it holds, such as <c>orders</c>.</param>
/// <param name="Format">Format and encoding in words, such as <c>CSV, UTF-8</c>.</param>
/// <param name="RowsRead">Rows read.</param>
/// <param name="RowsTaken">Rows taken.</param>
/// <param name="Rejected">Rows or values rejected.</param>
public sealed record ImportedFile(string Name, string Kind, string Format, long RowsRead, long RowsTaken, long Rejected);

/// <summary>How often something was rejected for one reason.</summary>
/// <param name="Reason">The reason in plain words.</param>
/// <param name="Count">How often.</param>
/// <param name="Example">One rejected value and where it stood, or null.</param>
public sealed record RejectedReason(string Reason, long Count, string? Example = null);

/// <summary>What one cleaning rule did.</summary>
/// <param name="Name">The rule's name as the command line switches it.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Enabled">Whether it ran.</param>
/// <param name="Lines">Order lines it removed or changed.</param>
/// <param name="Examples">A few of them, in words.</param>
public sealed record CleaningStep(string Name, string Description, bool Enabled, long Lines, IReadOnlyList<string> Examples);
