using Kindred.Models;
using Kindred.Neural.Training;

namespace Kindred.Neural.Associations;

/// <summary>The pairs an encoder was fine-tuned on, kept beside it: a later training on new orders repeats some of them, and asks whether the others are still known.</summary>
/// <param name="Train">Pairs trained on.</param>
/// <param name="HeldOut">Pairs kept out.</param>
internal sealed record PairFile(IReadOnlyList<TextPair> Train, IReadOnlyList<TextPair> HeldOut)
{
    private const string FileName = "pairs.tsv";
    private const string Head = "set\tanchor\tpositive\tnegative\tanchor_title\tpositive_title\tnegative_title";

    /// <summary>Writes the pairs with the ids of their products.</summary>
    public void Write(string folder, Func<long, string> idOf)
    {
        using StreamWriter writer = File.CreateText(Path.Combine(folder, FileName));
        writer.NewLine = "\n";
        writer.WriteLine(Head);
        foreach ((string set, TextPair pair) in Train.Select(p => ("train", p)).Concat(HeldOut.Select(p => ("held-out", p))))
        {
            string negative = pair.Negative is null ? string.Empty : idOf(pair.NegativeKey);
            string[] cells = [set, idOf(pair.AnchorKey), idOf(pair.PositiveKey), negative, pair.Anchor, pair.Positive, pair.Negative ?? string.Empty];
            writer.WriteLine(string.Join('\t', cells.Select(c => c.ReplaceLineEndings(" ").Replace('\t', ' '))));
        }
    }

    /// <summary>Reads the pairs of a folder; none where it was not fine-tuned on any.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keyOf">The key of a product's id.</param>
    /// <exception cref="ModelFileException">A line is not as it should be.</exception>
    public static PairFile Read(string folder, Func<string, long> keyOf)
    {
        string path = Path.Combine(folder, FileName);
        List<TextPair> train = [], heldOut = [];
        foreach ((string line, int number) in File.Exists(path) ? File.ReadLines(path).Select((l, i) => (l, i + 1)).Skip(1) : [])
        {
            string[] cells = line.Split('\t');
            if (cells.Length != 7 || cells[0] is not ("train" or "held-out"))
            {
                throw new ModelFileException($"Line {number} of {path} is not a pair of products.");
            }

            bool hasNegative = cells[3].Length > 0;
            (cells[0] == "train" ? train : heldOut).Add(new TextPair(cells[4], cells[5], keyOf(cells[1]), keyOf(cells[2]), hasNegative ? cells[6] : null, hasNegative ? keyOf(cells[3]) : -1));
        }

        return new PairFile(train, heldOut);
    }
}
