using System.Text;

namespace Kindred.Neural.Pretraining;

/// <summary>The vocabulary of a recipe: word pieces learned from its texts, the Chinese characters of GB 2312, and whole words of the word vectors.</summary>
internal static class VocabularyBuilder
{
    private const int LeastWordCount = 2;

    // GB 2312 (1980): rows 16 to 87 are ideographs, each of 94 places; code page 20936 encodes row and place from A1 on.
    private const int CodePage = 20936;
    private const int FirstRow = 16;
    private const int LastRow = 87;
    private const int Places = 94;

    // Words of the word vectors count towards the pieces as if they followed Zipf's law in a text of this many words.
    private const double GeneralWords = 400_000;

    public static IReadOnlyList<string> Build(PretrainingRecipe recipe, IEnumerable<string> texts, WordVectors words)
    {
        var trainer = new WordPieceTrainer();
        foreach (string text in texts)
        {
            trainer.Add(text);
        }

        double harmonic = Enumerable.Range(1, words.Words.Count).Sum(r => 1.0 / r);
        for (int row = 0; row < words.Words.Count; row++)
        {
            trainer.Add(words.Words[row], Math.Max(1, (long)(GeneralWords / harmonic / (row + 1))));
        }

        List<string> vocabulary = [.. trainer.Train(Math.Min(recipe.Pieces, recipe.VocabularySize), LeastWordCount)];
        var known = new HashSet<string>(vocabulary, StringComparer.Ordinal);
        vocabulary.AddRange(ChineseCharacters().Concat(words.Words.Where(w => w.All(char.IsAsciiLetterOrDigit))).Where(known.Add).Take(recipe.VocabularySize - vocabulary.Count));
        return vocabulary;
    }

    private static IEnumerable<string> ChineseCharacters()
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(CodePage)!;
        for (int row = FirstRow; row <= LastRow; row++)
        {
            for (int place = 1; place <= Places; place++)
            {
                string character = encoding.GetString([(byte)(0xA0 + row), (byte)(0xA0 + place)]);
                if (character.Length == 1 && character[0] is >= '\u4E00' and <= '\u9FFF')
                {
                    yield return character;
                }
            }
        }
    }
}
