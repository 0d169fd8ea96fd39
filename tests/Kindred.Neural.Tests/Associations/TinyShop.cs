using Kindred.Domain;
using Kindred.Mining;
using Kindred.Neural.Tests.Training;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Tests.Associations;

/// <summary>A shop of coloured goods that go together two by two (shoe with sock, lamp with bulb, …), whatever their colours, and a model folder of an encoder that knows its words.</summary>
internal sealed class TinyShop : IDisposable
{
    private const int Colours = 6;

    public TinyShop()
    {
        string[] titles = [.. TinyEncoder.Goods.SelectMany(good => TinyEncoder.Colours.Select(colour => $"{colour} {good}"))];
        Products = new Vocabulary(titles.Select(t => t.Replace(' ', '-')));
        Titles = titles;
        Baskets = BasketSet.FromRows(Products, [.. Enumerable.Range(0, TinyEncoder.Goods.Length / 2).SelectMany(BasketsOf)]);
        using TransformerEncoder encoder = TinyEncoder.Create();
        File.WriteAllText(Path.Combine(Folder, "config.json"), encoder.Config.ToJson());
        encoder.ToWeights().Save(Path.Combine(Folder, "model.safetensors"));
        File.WriteAllLines(Path.Combine(Folder, "vocab.txt"), Enumerable.Range(0, TinyEncoder.Tokenizer.VocabularySize).Select(TinyEncoder.Tokenizer.Token));
        SentenceHead.Default.Write(Folder, encoder.Config.HiddenSize);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("kindred-").FullName;

    public Vocabulary Products { get; }

    public IReadOnlyList<string> Titles { get; }

    public BasketSet Baskets { get; }

    /// <summary>A path inside the folder that is removed with the shop.</summary>
    public string Inside(string name) => Path.Combine(Folder, name);

    /// <summary>The number of a good among the eight.</summary>
    public static int GoodOf(long row) => (int)(row / Colours);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Every colour of the one good with every colour of the other, six times each.
    private static IEnumerable<IReadOnlyList<int>> BasketsOf(int pair)
    {
        for (int i = 0; i < Colours * Colours * 6; i++)
        {
            int first = (2 * pair * Colours) + (i % Colours);
            int second = (((2 * pair) + 1) * Colours) + (i / Colours % Colours);
            yield return [first, second];
        }
    }
}
