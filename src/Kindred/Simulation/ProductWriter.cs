using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>Writes a product's title and description; both languages tell of the same article.</summary>
internal sealed class ProductWriter(Catalogue catalogue)
{
    private readonly ShopVocabulary _words = ShopVocabulary.Instance;

    public (string Title, string Description) English(int row)
    {
        Choice c = Choose(row);
        string noun = c.Type.EnglishNouns[c.Noun % c.Type.EnglishNouns.Length];
        string kind = Capitalised(c.Kind.English);
        string detail = c.Colour is { } colour ? $"{Capitalised(colour.English)}, {c.Size.English}" : c.Size.English;
        string title = c.TitleForm switch
        {
            0 => $"{c.Brand.English} {kind} {noun} – {Capitalised(c.Feature.English)}, {detail}",
            1 => $"{c.Brand.English} {c.Series.English} {kind} {noun}, {detail}",
            2 => $"{kind} {noun}, {Capitalised(c.Feature.English)} – {detail} | {c.Brand.English}",
            3 => $"{c.Series.English} {noun} by {c.Brand.English}, {kind}, {detail}",
            _ => $"{c.Brand.English} {noun} {c.Series.English} ({kind}, {detail})",
        };
        return (title, EnglishDescription(c, noun));
    }

    public (string Title, string Description) Chinese(int row)
    {
        Choice c = Choose(row);
        string noun = c.Type.ChineseNouns[c.Noun % c.Type.ChineseNouns.Length];
        string colour = c.Colour?.Chinese ?? "";
        string kind = KindBefore(noun, c.Kind.Chinese);
        string title = c.TitleForm switch
        {
            0 => $"{c.Brand.Chinese} {kind}{noun} {c.Feature.Chinese} {colour} {c.Size.Chinese}",
            1 => $"{c.Brand.Chinese}{c.Series.Chinese}系列 {kind}{noun} {colour} {c.Size.Chinese}",
            2 => $"{kind}{noun} {c.Feature.Chinese} {c.Size.Chinese} {colour} {c.Brand.Chinese}",
            3 => $"【{c.Brand.Chinese}】{kind}{noun} {colour} {c.Size.Chinese}",
            _ => $"{c.Brand.Chinese} {colour}{kind}{noun} {c.Series.Chinese}款 {c.Size.Chinese}",
        };
        return (title.Replace("  ", " ").TrimEnd(), ChineseDescription(c, kind + noun));
    }

    private static string EnglishDescription(in Choice c, string noun)
    {
        string article = $"{c.Kind.English} {Lowered(noun)}";
        string opening = c.TextForm switch
        {
            0 => $"From {c.Brand.English}'s {c.Series.English} range: {article} for {c.Type.Use.English}.",
            1 => $"{c.Brand.English} {article}, made with {c.Type.Use.English} in mind.",
            2 => $"Chosen by our buyers for {c.Type.Use.English}: {article} from {c.Brand.English}.",
            _ => $"{Capitalised(c.Kind.English)} {Lowered(noun)} for {c.Type.Use.English}, by {c.Brand.English}.",
        };
        string colour = c.Colour is { } shade ? $" Colour: {shade.English}." : "";
        string size = c.TextForm == 3 ? $"\nDetails: {c.Feature.English}; {c.Size.English}." : $" Features: {c.Feature.English}. Size: {c.Size.English}.";
        return $"{opening}{size}{colour} {c.Care.English}";
    }

    private static string ChineseDescription(in Choice c, string article)
    {
        string opening = c.TextForm switch
        {
            0 => $"{c.Brand.Chinese}{c.Series.Chinese}系列{article}，适合{c.Type.Use.Chinese}。",
            1 => $"为{c.Type.Use.Chinese}而设计的{article}，来自{c.Brand.Chinese}。",
            2 => $"买手推荐：{c.Brand.Chinese}{article}，{c.Type.Use.Chinese}的好选择。",
            _ => $"{c.Brand.Chinese}{article}，用于{c.Type.Use.Chinese}。",
        };
        string colour = c.Colour is { } shade ? $"颜色：{shade.Chinese}。" : "";
        string size = c.TextForm == 3 ? $"\n产品细节：{c.Feature.Chinese}；规格：{c.Size.Chinese}。" : $"特点：{c.Feature.Chinese}。规格：{c.Size.Chinese}。";
        return $"{opening}{size}{colour}{c.Care.Chinese}";
    }

    // 毛绒 before 毛绒公仔 would say it twice.
    private static string KindBefore(string noun, string kind) => noun.Contains(kind, StringComparison.Ordinal) ? "" : kind;

    private Choice Choose(int row)
    {
        ProductType type = catalogue.TypeOf(row);
        var random = new RandomStream(catalogue.Options.Seed, (ulong)Salt.Words + (ulong)row);
        return new Choice(
            type,
            random.NextInt(12),
            type.Department.Brands[catalogue.Brand[row]],
            Pick(_words.Series, random),
            Pick(type.Kinds, random),
            Pick(type.Features, random),
            Pick(type.Sizes, random),
            type.Coloured ? Pick(_words.Colours, random) : null,
            Pick(type.Department.Care, random),
            random.NextInt(5),
            random.NextInt(4));
    }

    private static Bilingual Pick(Bilingual[] from, RandomStream random) => from[random.NextInt(from.Length)];

    private static string Capitalised(string text) => string.Join(' ', text.Split(' ').Select(word =>
        word is "and" or "in" or "of" or "on" or "the" or "to" or "that" ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    // Words with capitals inside (LED, USB-C, T-Shirt) keep them.
    private static string Lowered(string noun) => string.Join(' ', noun.Split(' ').Select(word =>
        word.Skip(1).Any(char.IsUpper) ? word : word.ToLowerInvariant()));

    private readonly record struct Choice(
        ProductType Type, int Noun, Bilingual Brand, Bilingual Series, Bilingual Kind, Bilingual Feature, Bilingual Size,
        Bilingual? Colour, Bilingual Care, int TitleForm, int TextForm);
}
