using System.Reflection;

namespace Kindred.Simulation;

/// <summary>One expression in both languages.</summary>
internal readonly record struct Bilingual(string English, string Chinese);

/// <summary>A department with what its products share.</summary>
internal sealed record Department(int Index, string Code, Bilingual Name)
{
    public Bilingual[] Brands { get; set; } = [];

    public Bilingual[] Care { get; set; } = [];
}

/// <summary>A kind of product customers have one need for; its products are substitutes of each other.</summary>
internal sealed record ProductType(int Index, string Key, Department Department, Bilingual SubCategory)
{
    public required string[] EnglishNouns { get; init; }

    public required string[] ChineseNouns { get; init; }

    public required int PriceCents { get; init; }

    public required Season Season { get; init; }

    public required bool Everyday { get; init; }

    public required bool Coloured { get; init; }

    public required Bilingual[] Kinds { get; init; }

    public required Bilingual[] Sizes { get; init; }

    public required Bilingual[] Features { get; init; }

    public required Bilingual Use { get; init; }
}

/// <summary>A group of customers who prefer some departments.</summary>
internal sealed record Segment(int Index, string Name, int[] Departments);

/// <summary>Products of one type call for products of another.</summary>
/// <param name="Anchor">Type of the product that calls.</param>
/// <param name="Companions">Types bought with it: one, or two that come together.</param>
/// <param name="Season">Only then; <see cref="Season.Any"/> for always.</param>
/// <param name="Segment">Only these customers; −1 for all.</param>
internal sealed record ComplementRule(int Anchor, int[] Companions, Season Season, int Segment);

/// <summary>The hand-written words of the shop, read from the embedded files of the folder Vocabulary.</summary>
internal sealed class ShopVocabulary
{
    private static readonly Lazy<ShopVocabulary> Shared = new(() => new ShopVocabulary());

    private readonly Dictionary<string, int> _typeByKey = new(StringComparer.Ordinal);
    private Bilingual _subCategory;

    private ShopVocabulary()
    {
        foreach (string name in Names().Where(n => char.IsAsciiDigit(n[0])))
        {
            ForEachLine(name, ReadCatalogueLine);
        }

        ForEachLine("shop.txt", ReadShopLine);
        ForEachLine("complements.txt", line => Rules.Add(ReadRule(line)));
    }

    public static ShopVocabulary Instance => Shared.Value;

    public List<Department> Departments { get; } = [];

    public List<ProductType> Types { get; } = [];

    public List<Segment> Segments { get; } = [];

    public List<ComplementRule> Rules { get; } = [];

    public Bilingual[] Colours { get; private set; } = [];

    public Bilingual[] Series { get; private set; } = [];

    private static IEnumerable<string> Names() => typeof(ShopVocabulary).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("Vocabulary/", StringComparison.Ordinal)).Select(n => n["Vocabulary/".Length..]).Order(StringComparer.Ordinal);

    private static void ForEachLine(string name, Action<string> read)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Vocabulary/{name}")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                read(line);
            }
        }
    }

    private void ReadCatalogueLine(string line)
    {
        string[] cells = line.Split(" | ");
        string[] head = cells[0].Split(' ', 2);
        switch (head[0])
        {
            case "department":
                Departments.Add(new Department(Departments.Count, head[1], new Bilingual(cells[1], cells[2])));
                break;
            case "brands":
                Departments[^1].Brands = Pairs(cells[1]);
                break;
            case "care":
                Departments[^1].Care = Pairs(cells[1]);
                break;
            case "sub":
                _subCategory = new Bilingual(head[1], cells[1]);
                break;
            default:
                ReadType(cells);
                break;
        }
    }

    private void ReadType(string[] cells)
    {
        string[] flags = cells[4].Split(' ');
        _typeByKey.Add(cells[0], Types.Count);
        Types.Add(new ProductType(Types.Count, cells[0], Departments[^1], _subCategory)
        {
            EnglishNouns = cells[1].Split(", "),
            ChineseNouns = cells[2].Split(", "),
            PriceCents = 100 * int.Parse(cells[3]),
            Season = flags[0] == "flat" ? Season.Any : ParseSeason(flags[0]),
            Everyday = flags.Contains("e"),
            Coloured = flags.Contains("c"),
            Kinds = Pairs(cells[5]),
            Sizes = Pairs(cells[6]),
            Features = Pairs(cells[7]),
            Use = Pair(cells[8]),
        });
    }

    private void ReadShopLine(string line)
    {
        string[] cells = line.Split([' '], 2);
        if (cells[0] == "colours")
        {
            Colours = Pairs(cells[1].TrimStart('|', ' '));
        }
        else if (cells[0] == "series")
        {
            Series = Pairs(cells[1].TrimStart('|', ' '));
        }
        else
        {
            string[] parts = cells[1].Split(" | ");
            int[] preferred = [.. parts[1].Split(", ").Select(code => Departments.Single(d => d.Code == code).Index)];
            Segments.Add(new Segment(Segments.Count, parts[0], preferred));
        }
    }

    private ComplementRule ReadRule(string line)
    {
        string[] cells = line.Split(" | ");
        string[] sides = cells[0].Split(" > ");
        string[] condition = cells[1].Split(':');
        return new ComplementRule(
            _typeByKey[sides[0]],
            [.. sides[1].Split(" + ").Select(key => _typeByKey[key])],
            condition[0] == "season" ? ParseSeason(condition[1]) : Season.Any,
            condition[0] == "segment" ? Segments.Single(s => s.Name == condition[1]).Index : -1);
    }

    private static Season ParseSeason(string name) => Enum.Parse<Season>(name, ignoreCase: true);

    private static Bilingual[] Pairs(string list) => [.. list.Split(", ").Select(Pair)];

    // "word:词" in both languages; a size such as "1.2 l" is the same in both, but Chinese shops write units without the space.
    private static Bilingual Pair(string item) => item.Split(':', 2) is [var english, var chinese]
        ? new Bilingual(english, chinese)
        : new Bilingual(item, item.Replace(" × ", "×").Replace(" ", ""));
}
