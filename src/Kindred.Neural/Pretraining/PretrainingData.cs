using System.IO.Hashing;
using System.Text;
using Kindred.Domain;
using Kindred.Mining.Input;
using Kindred.Neural.Training;
using Kindred.Numerics;
using Kindred.Simulation;

namespace Kindred.Neural.Pretraining;

/// <summary>The texts and pairs of a recipe's sources.</summary>
public sealed class PretrainingData
{
    private readonly List<TextPair> _pairs = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly List<(string Text, long Key)> _asked = [];
    private long _lastKey;

    /// <summary>Distinct texts in the order they were read.</summary>
    public IReadOnlyCollection<string> Texts => _texts;

    /// <summary>Pairs that belong together.</summary>
    public IReadOnlyList<TextPair> Pairs => _pairs;

    /// <summary>Whether a cluster of offers is kept out of training: the last bit of XXH3 over its id.</summary>
    public static bool IsHeldOut(string cluster) => (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(cluster)) & 1) == 1;

    /// <summary>Reads all sources of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="KindredDataException">A file is missing or has not the columns of its kind.</exception>
    public static PretrainingData Read(PretrainingRecipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var data = new PretrainingData();
        foreach (PretrainingSource source in recipe.Sources)
        {
            string path = Path.Combine(folder, source.File);
            switch (source.Kind)
            {
                case SourceKind.Offers: data.AddOffers(path, source.HoldOut); break;
                case SourceKind.Titles: data.AddTitles(path); break;
                case SourceKind.Matches: data.AddMatches(path); break;
                default: data.AddCatalogue(source.Products, recipe.Seed); break;
            }

            data.AddQueries(source.Queries, recipe.Seed);
        }

        return data;
    }

    private void AddOffers(string path, bool holdOut)
    {
        var clusters = CsvLines.Read(Open(path), "cluster_id", "product_title", "cluster_label").Where(l => !holdOut || !IsHeldOut(l[0])).GroupBy(l => l[0]);
        foreach (IGrouping<string, string[]> cluster in clusters)
        {
            long key = ++_lastKey;
            string[] titles = [.. cluster.Select(l => l[1]).Distinct(StringComparer.Ordinal)];
            for (int i = 0; i < titles.Length; i++)
            {
                Add(cluster.First()[2], titles[i], key, key);
                if (i > 0)
                {
                    Add(titles[i - 1], titles[i], key, key);
                }
            }
        }
    }

    private void AddTitles(string path)
    {
        foreach (string title in CsvLines.Read(Open(path), "Description").Select(l => l[0].Trim()).Where(t => t.Length > 3).Distinct(StringComparer.Ordinal))
        {
            long key = ++_lastKey;
            Add(title, title, key, key);
        }
    }

    private void AddMatches(string path)
    {
        using var reader = new StreamReader(Open(path));
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            if (parts.Length != 3)
            {
                throw new KindredDataException($"{path}: a line has {parts.Length} fields; expected left, right and label, separated by tabs.");
            }

            (string left, string right) = (PlainText(parts[0]), PlainText(parts[1]));
            if (parts[2].Trim() == "1")
            {
                long key = ++_lastKey;
                Add(left, right, key, key);
            }
            else
            {
                AddText(left, ++_lastKey);
                AddText(right, ++_lastKey);
            }
        }
    }

    private void AddCatalogue(int products, ulong seed)
    {
        var shop = new ShopSimulator(new ShopOptions { Products = products, Seed = seed });
        for (int row = 0; row < products; row++)
        {
            Product english = shop.Describe(row, ShopLanguages.English);
            Product chinese = shop.Describe(row, ShopLanguages.Chinese);
            long key = ++_lastKey;
            Add(english.Title!, chinese.Title!, key, key);
            Add(chinese.Title!, chinese.Description ?? chinese.Title!, key, key);
            Add(english.Title!, english.Description ?? english.Title!, key, key);
        }
    }

    // Random choices of words ask for the texts that this source has brought (Lee et al., 2019, section 5, ask with sentences).
    private void AddQueries(int queries, ulong seed)
    {
        var random = new RandomStream(seed, (ulong)_pairs.Count);
        foreach ((string text, long key) in _asked)
        {
            for (int i = 0; i < queries && TitleQuery.Draw(text, random) is { } query; i++)
            {
                _pairs.Add(new TextPair(query, text, key, key));
            }
        }

        _asked.Clear();
    }

    private void AddText(string text, long key)
    {
        if (_texts.Add(text))
        {
            _asked.Add((text, key));
        }
    }

    private void Add(string anchor, string positive, long anchorKey, long positiveKey)
    {
        AddText(anchor, anchorKey);
        AddText(positive, positiveKey);
        _pairs.Add(new TextPair(anchor, positive, anchorKey, positiveKey));
    }

    // "COL title VAL red shoe COL price VAL 9.0": the values, prices left out.
    private static string PlainText(string record) => string.Join(' ', record.Split("COL ", StringSplitOptions.RemoveEmptyEntries)
        .Where(c => !c.StartsWith("price", StringComparison.Ordinal)).Select(ValueOf).Where(v => v.Length > 0));

    // A plain text, without columns, is its own value.
    private static string ValueOf(string column) => column.IndexOf(" VAL", StringComparison.Ordinal) is >= 0 and var at ? column[(at + 4)..].Trim() : column.Trim();

    private static Stream Open(string path) => File.Exists(path) ? TextFile.OpenContent(path)
        : throw new KindredDataException($"{path} is not there; the recipe needs it. Give the data folder with --data.");
}
