using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>Texts with labels: some to learn from, others to be judged on.</summary>
/// <param name="Labels">The labels that the training texts have, in ordinal order.</param>
/// <param name="Train">Texts to learn from, each with the place of its label.</param>
/// <param name="Test">Texts to be judged on; a label that no training text has is −1 and always missed.</param>
public sealed record ClassificationTask(
    IReadOnlyList<string> Labels, IReadOnlyList<(string Text, int Label)> Train, IReadOnlyList<(string Text, int Label)> Test)
{
    /// <summary>Reads CSV files with the columns <c>text</c> and <c>label</c>.</summary>
    /// <exception cref="KindredDataException">A column is missing, a file is empty, or the training texts have fewer than two labels.</exception>
    public static ClassificationTask Read(string train, string test, CancellationToken cancellation = default)
    {
        List<(string Text, string Label)> learned = ReadLines(train, cancellation);
        string[] labels = [.. learned.Select(l => l.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return labels.Length >= 2
            ? new ClassificationTask(labels, Number(learned, labels), Number(ReadLines(test, cancellation), labels))
            : throw new KindredDataException($"'{train}' has texts of one label only; classification needs at least two.");
    }

    private static (string, int)[] Number(List<(string Text, string Label)> lines, string[] labels) =>
        [.. lines.Select(l => (l.Text, Math.Max(-1, Array.BinarySearch(labels, l.Label, StringComparer.Ordinal))))];

    private static List<(string Text, string Label)> ReadLines(string path, CancellationToken cancellation)
    {
        using var table = new CsvTable(path);
        (int text, int label) = (table.Column("text"), table.Column("label"));
        var lines = new List<(string, string)>();
        foreach ((IReadOnlyList<string> fields, string _) in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            lines.Add((fields[text], fields[label]));
        }

        return lines.Count > 0 ? lines : throw new KindredDataException($"'{path}' holds no texts.");
    }
}
