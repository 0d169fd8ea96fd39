using System.Text;
using Kindred.Text;

namespace Kindred.Models;

/// <summary>Turns titles into sparse rows of unit length: a feature for each distinct token and for each ordered pair of near tokens.</summary>
/// <remarks>
/// Pairs tell a series ("red retrospot", "jumbo bag") from its words. A feature weighs 1 + ln((1 + N) / (1 + n)), n the known titles that have it; a
/// feature of one title only cannot match another one, so it is not kept, yet it counts in the length, as an unknown feature does: a title of
/// which half is unknown matches half, with itself too. Immutable and thread-safe.
/// </remarks>
internal sealed class TitleFeatures
{
    /// <summary>Tokens further apart than this form no pair, which bounds the features of a long title.</summary>
    public const int PairWindow = 8;

    private const char Joint = ' ';

    private readonly TextAnalyzer _analyzer = new();
    private readonly Dictionary<string, int> _columns;
    private readonly string[] _names;
    private readonly float[] _weights;
    private readonly float _unknownWeight;

    private TitleFeatures(string[] names, float[] weights, float unknownWeight)
    {
        (_names, _weights, _unknownWeight) = (names, weights, unknownWeight);
        _columns = names.Select((name, column) => (name, column)).ToDictionary(p => p.name, p => p.column, StringComparer.Ordinal);
    }

    /// <summary>Number of features.</summary>
    public int Count => _names.Length;

    /// <summary>Learns features and their weights.</summary>
    /// <param name="titles">The known titles.</param>
    public static TitleFeatures Fit(IReadOnlyCollection<string> titles)
    {
        var analyzer = new TextAnalyzer();
        var frequencies = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string feature in titles.SelectMany(title => FeaturesOf(analyzer, title)))
        {
            frequencies[feature] = frequencies.GetValueOrDefault(feature) + 1;
        }

        float Weight(int n) => (float)(1 + Math.Log((1.0 + titles.Count) / (1 + n)));
        KeyValuePair<string, int>[] shared = [.. frequencies.Where(f => f.Value > 1)];
        return new TitleFeatures([.. shared.Select(f => f.Key)], [.. shared.Select(f => Weight(f.Value))], Weight(1));
    }

    /// <summary>The row of a title; empty where no feature of it is known.</summary>
    public (int[] Columns, float[] Values) Row(string title)
    {
        var known = new SortedDictionary<int, float>();
        double square = 0;
        foreach (string feature in FeaturesOf(_analyzer, title))
        {
            bool isKnown = _columns.TryGetValue(feature, out int column);
            float weight = isKnown ? _weights[column] : _unknownWeight;
            square += (double)weight * weight;
            if (isKnown)
            {
                known[column] = weight;
            }
        }

        float length = (float)Math.Sqrt(square);
        return ([.. known.Keys], [.. known.Values.Select(v => v / length)]);
    }

    /// <summary>The features two rows share, most telling first, in words.</summary>
    public IEnumerable<string> Shared(int[] columns, ReadOnlySpan<int> others) => columns.Intersect(others.ToArray())
        .Where(c => c < Count).OrderByDescending(c => _weights[c]).ThenBy(c => c).Select(c => _names[c].Replace(Joint.ToString(), " … ", StringComparison.Ordinal));

    public void Put(ModelFile file)
    {
        file.Put("features.utf8", Encoding.UTF8.GetBytes(string.Join('\n', _names)));
        file.Put("features.weights", _weights);
        file.Put("features.unknown", [_unknownWeight]);
    }

    public static TitleFeatures Get(ModelFile file)
    {
        string text = Encoding.UTF8.GetString(file.Get<byte>("features.utf8", -1));
        string[] names = text.Length == 0 ? [] : text.Split('\n');
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new ModelFileException("The title features of the model file are not distinct: the file is damaged.");
        }

        return new TitleFeatures(names, file.Get<float>("features.weights", names.Length), file.Get<float>("features.unknown", 1)[0]);
    }

    private static HashSet<string> FeaturesOf(TextAnalyzer analyzer, string title)
    {
        string[] tokens = analyzer.Analyze(title);
        var features = new HashSet<string>(tokens, StringComparer.Ordinal);
        for (int first = 0; first < tokens.Length; first++)
        {
            for (int second = first + 1; second < Math.Min(tokens.Length, first + PairWindow); second++)
            {
                features.Add($"{tokens[first]}{Joint}{tokens[second]}");
            }
        }

        return features;
    }
}
