using System.Globalization;
using Kindred.Domain;
using Kindred.Mining.Input;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>Imports word vectors in the text format of GloVe and word2vec: a word and its components a line, separated by spaces.</summary>
/// <remarks>Pennington, Socher &amp; Manning, "GloVe" (EMNLP 2014). A first line of two whole numbers (word2vec) is passed over.</remarks>
public static class GloveFile
{
    /// <summary>Reads word vectors and makes an encoder of them, weighted by how often words stand in the shop's texts.</summary>
    /// <param name="path">The file; gzip and Zstandard are read as they are.</param>
    /// <param name="texts">The shop's texts, for the weights and the common component.</param>
    /// <param name="options">Weights and common components; null for the defaults. The other options are not used.</param>
    /// <param name="training">Threads and progress; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="KindredDataException">The file is not of that format; the message names the line.</exception>
    public static StaticEncoder Import(
        string path, IReadOnlyCollection<string> texts, StaticEncoderOptions? options = null, TrainingOptions? training = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new StaticEncoderOptions();
        training ??= new TrainingOptions();
        ModelOptions.Validate(options);
        (TermTable words, FactorMatrix vectors) = Read(path, cancellation);
        TokenCorpus corpus = TokenCorpus.Read(texts, 1, training.Progress, cancellation);
        var counts = new int[words.Count];
        for (int t = 0; t < corpus.Terms.Count; t++)
        {
            if (words.TryGet(corpus.Terms.Terms[t], out int word))
            {
                counts[word] = corpus.Counts[t];
            }
        }

        Sif.Weight(vectors, counts, Math.Max(1, corpus.TokenTotal), options.SifA);
        FactorMatrix seen = Rows(corpus.Terms, words, vectors);
        FactorMatrix common = Sif.CommonComponents(corpus, seen, options.CommonComponents, training.Threads);
        return new StaticEncoder(new TokenVectors(words, vectors), common);
    }

    private static (TermTable Words, FactorMatrix Vectors) Read(string path, CancellationToken cancellation)
    {
        using Stream stream = TextFile.OpenContent(path);
        using var reader = new StreamReader(stream);
        var words = new TermTable();
        var elements = new List<float>();
        int dimensions = 0;
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (line % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            int space = text.IndexOf(' ', StringComparison.Ordinal);
            int components = text.AsSpan(space + 1).TrimEnd(' ').Count(' ') + 1;
            if (line == 1 && components == 1 && space > 0 && int.TryParse(text.AsSpan(0, space), out _))
            {
                continue;
            }

            dimensions = dimensions == 0 ? components : dimensions;
            if (space < 1 || components != dimensions || components < 2)
            {
                throw new KindredDataException($"Line {line} of '{path}' is not a word and {Math.Max(2, dimensions)} numbers, separated by spaces, as GloVe writes them.");
            }

            if (!words.TryGet(text.AsSpan(0, space), out _))
            {
                words.GetOrAdd(text.AsSpan(0, space));
                AddNumbers(text.AsSpan(space + 1).TrimEnd(' '), elements, path, line);
            }
        }

        return words.Count > 0 ? (words, new FactorMatrix(dimensions, [.. elements])) : throw new KindredDataException($"'{path}' holds no word vectors.");
    }

    private static void AddNumbers(ReadOnlySpan<char> text, List<float> elements, string path, int line)
    {
        foreach (Range part in text.Split(' '))
        {
            if (!float.TryParse(text[part], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
            {
                throw new KindredDataException($"Line {line} of '{path}' holds '{text[part]}', which is not a number.");
            }

            elements.Add(value);
        }
    }

    // The vectors of the shop's own tokens, zeros for those that the file does not know.
    private static FactorMatrix Rows(TermTable tokens, TermTable words, FactorMatrix vectors)
    {
        var rows = new FactorMatrix(tokens.Count, vectors.Factors);
        for (int t = 0; t < tokens.Count; t++)
        {
            if (words.TryGet(tokens.Terms[t], out int word))
            {
                vectors.Row(word).CopyTo(rows.Row(t));
            }
        }

        return rows;
    }
}
