using System.Text;
using Kindred.Neural.Tokenizing;

namespace Kindred.Neural.Pretraining;

/// <summary>Learns a vocabulary of word pieces: from characters up, the most frequent pair of neighbours is joined again and again.</summary>
/// <remarks>Sennrich et al., 2016, section 3.2, with BERT's pre-tokenising and "##" marks. Ties go to the pair first in ordinal order; no randomness.</remarks>
public sealed class WordPieceTrainer
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    /// <summary>Counts the words of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="weight">How often it counts.</param>
    public void Add(string text, long weight = 1)
    {
        foreach (string word in WordSplitting.Bert.Split(TextNormalization.Bert(lowerCase: true).Apply(text)))
        {
            _words[word] = _words.GetValueOrDefault(word) + weight;
        }
    }

    /// <summary>Learns the vocabulary.</summary>
    /// <param name="size">Number of tokens, special ones included; fewer when the words give no more.</param>
    /// <param name="rarest">Pairs seen less often are not joined.</param>
    public IReadOnlyList<string> Train(int size, long rarest = 2)
    {
        List<Word> words = [.. _words.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => new Word([.. Pieces(w.Key)], w.Value))];
        var vocabulary = new List<string>(Special);
        vocabulary.AddRange(words.SelectMany(w => w.Pieces).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var known = new HashSet<string>(vocabulary, StringComparer.Ordinal);
        var pairs = new PairCounts(words);
        while (vocabulary.Count < size && pairs.TakeMostFrequent() is { } best && best.Count >= rarest)
        {
            string joined = best.Left + (best.Right.StartsWith("##", StringComparison.Ordinal) ? best.Right[2..] : best.Right);
            pairs.Join(best.Left, best.Right, joined);
            if (known.Add(joined))
            {
                vocabulary.Add(joined);
            }
        }

        return vocabulary;
    }

    private static IEnumerable<string> Pieces(string word)
    {
        bool first = true;
        foreach (Rune rune in word.EnumerateRunes())
        {
            yield return first ? rune.ToString() : "##" + rune;
            first = false;
        }
    }

    private sealed class Word(List<string> pieces, long count)
    {
        public List<string> Pieces { get; } = pieces;

        public long Count { get; } = count;
    }

    /// <summary>How often pairs of neighbours occur, and in which words; kept up to date while pairs are joined.</summary>
    private sealed class PairCounts
    {
        private readonly List<Word> _words;
        private readonly Dictionary<(string, string), long> _counts = [];
        private readonly Dictionary<(string, string), HashSet<int>> _places = [];
        private readonly PriorityQueue<(string Left, string Right), (long, string, string)> _queue = new(Comparer<(long Count, string Left, string Right)>.Create((a, b) =>
        {
            int order = b.Count.CompareTo(a.Count);
            order = order != 0 ? order : string.CompareOrdinal(a.Left, b.Left);
            return order != 0 ? order : string.CompareOrdinal(a.Right, b.Right);
        }));

        public PairCounts(List<Word> words)
        {
            _words = words;
            for (int i = 0; i < words.Count; i++)
            {
                Change(i, sign: 1);
            }

            foreach (((string left, string right), long count) in _counts)
            {
                _queue.Enqueue((left, right), (count, left, right));
            }
        }

        /// <summary>The most frequent pair; entries whose count has changed since they were queued are put back with the true one.</summary>
        public (string Left, string Right, long Count)? TakeMostFrequent()
        {
            while (_queue.TryDequeue(out (string Left, string Right) pair, out (long Count, string, string) queued))
            {
                long count = _counts.GetValueOrDefault(pair);
                if (count == queued.Count)
                {
                    return (pair.Left, pair.Right, count);
                }

                if (count > 0 && count < queued.Count)
                {
                    _queue.Enqueue(pair, (count, pair.Left, pair.Right));
                }
            }

            return null;
        }

        public void Join(string left, string right, string joined)
        {
            foreach (int i in _places[(left, right)].ToArray())
            {
                Change(i, sign: -1);
                List<string> pieces = _words[i].Pieces;
                for (int at = 0; at + 1 < pieces.Count; at++)
                {
                    if (pieces[at] == left && pieces[at + 1] == right)
                    {
                        pieces[at] = joined;
                        pieces.RemoveAt(at + 1);
                    }
                }

                Change(i, sign: 1);
                for (int at = 0; at + 1 < pieces.Count; at++)
                {
                    if (pieces[at] == joined || pieces[at + 1] == joined)
                    {
                        _queue.Enqueue((pieces[at], pieces[at + 1]), (_counts[(pieces[at], pieces[at + 1])], pieces[at], pieces[at + 1]));
                    }
                }
            }

            _counts.Remove((left, right));
            _places.Remove((left, right));
        }

        private void Change(int word, int sign)
        {
            List<string> pieces = _words[word].Pieces;
            for (int at = 0; at + 1 < pieces.Count; at++)
            {
                (string, string) pair = (pieces[at], pieces[at + 1]);
                _counts[pair] = _counts.GetValueOrDefault(pair) + (sign * _words[word].Count);
                HashSet<int> places = _places.TryGetValue(pair, out HashSet<int>? known) ? known : _places[pair] = [];
                if (sign > 0)
                {
                    places.Add(word);
                }
                else
                {
                    places.Remove(word);
                }
            }
        }
    }
}
