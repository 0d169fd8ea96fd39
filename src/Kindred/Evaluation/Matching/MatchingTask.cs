using Kindred.Domain;
using Kindred.Mining.Input;

namespace Kindred.Evaluation;

/// <summary>Labelled pairs to learn from, to tune on and to be judged on.</summary>
/// <param name="Train">Pairs a matcher is trained on.</param>
/// <param name="Valid">Pairs that its settings and its threshold are chosen on.</param>
/// <param name="Test">Pairs it is judged on, once.</param>
public sealed record MatchingTask(IReadOnlyList<MatchingPair> Train, IReadOnlyList<MatchingPair> Valid, IReadOnlyList<MatchingPair> Test)
{
    /// <summary>Reads three files of lines <c>left TAB right TAB label</c>, label 0 or 1, under a line of column names or none; gzip and Zstandard are read as they are.</summary>
    /// <exception cref="KindredDataException">A line is not of that form, or training or validation pairs are all alike.</exception>
    public static MatchingTask Read(string train, string valid, string test, CancellationToken cancellation = default)
    {
        var task = new MatchingTask(ReadPairs(train, cancellation), ReadPairs(valid, cancellation), ReadPairs(test, cancellation));
        foreach ((string path, IReadOnlyList<MatchingPair> pairs) in new[] { (train, task.Train), (valid, task.Valid) })
        {
            if (!pairs.Any(p => p.IsMatch) || pairs.All(p => p.IsMatch))
            {
                throw new KindredDataException($"'{path}' needs pairs of both labels; all of its {pairs.Count:N0} pairs have the same.");
            }
        }

        return task.Test.Count > 0 ? task : throw new KindredDataException($"'{test}' holds no pairs.");
    }

    /// <summary>Reads one file of such lines.</summary>
    /// <exception cref="KindredDataException">A line is not of that form.</exception>
    public static IReadOnlyList<MatchingPair> ReadPairs(string path, CancellationToken cancellation)
    {
        var pairs = new List<MatchingPair>();
        using var reader = TextFile.Open(path);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            string[] parts = text.Split('\t');
            if (text.Length > 0 && !(line == 1 && parts is [_, _, "label"]))
            {
                pairs.Add(parts.Length == 3 && parts[2].Trim() is "0" or "1" ? new MatchingPair(parts[0], parts[1], parts[2].Trim() == "1")
                    : throw new KindredDataException($"'{path}', line {line:N0} is not left TAB right TAB label with the label 0 or 1."));
            }
        }

        return pairs;
    }
}
