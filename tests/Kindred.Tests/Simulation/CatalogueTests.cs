using Kindred.Domain;
using Kindred.Simulation;

namespace Kindred.Tests.Simulation;

public class CatalogueTests
{
    private static readonly ShopSimulator Shop = new(new ShopOptions { Orders = 1_000, DirtShare = 0 });

    [Fact]
    public void The_vocabulary_is_rich_and_whole()
    {
        ShopVocabulary words = ShopVocabulary.Instance;
        Assert.True(words.Departments.Count >= 12);
        Assert.True(words.Types.Count >= 190);
        Assert.True(words.Types.SelectMany(t => t.EnglishNouns).Distinct().Count() >= 300);
        Assert.All(words.Departments, d => Assert.Equal(6, d.Brands.Length));
        Assert.All(words.Types, t => Assert.True(t.Kinds.Length >= 2 && t.Features.Length >= 2 && t.Sizes.Length >= 1, t.Key));
        Assert.All(words.Types.SelectMany(t => t.Kinds.Concat(t.Features).Append(t.Use)), b => Assert.NotEqual("", b.Chinese));
        Assert.All(words.Departments.SelectMany(d => d.Care), c => Assert.Matches("^[A-Z].*\\.$", c.English));
        Assert.All(words.Departments.SelectMany(d => d.Care), c => Assert.EndsWith("。", c.Chinese));
        Assert.Equal(words.Types.Count, words.Types.Select(t => t.Key).Distinct().Count());
    }

    [Fact]
    public void Rules_tie_different_types_and_none_twice()
    {
        (int, int)[] pairs = [.. ShopVocabulary.Instance.Rules.SelectMany(r => r.Companions.Select(c => (Math.Min(r.Anchor, c), Math.Max(r.Anchor, c))))];
        Assert.True(pairs.Length >= 100);
        Assert.All(pairs, p => Assert.NotEqual(p.Item1, p.Item2));
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
    }

    [Fact]
    public void Chinese_titles_are_Chinese_and_English_titles_English()
    {
        for (int row = 0; row < 2_000; row++)
        {
            Product chinese = Shop.Describe(row, ShopLanguages.Chinese);
            Product english = Shop.Describe(row, ShopLanguages.English);
            string[] chineseTexts = [chinese.Title!, chinese.Description!, chinese.Brand!, chinese.Category!];
            string[] englishTexts = [english.Title!, english.Description!, english.Brand!, english.Category!];
            Assert.All(chineseTexts, t => Assert.Contains(t, IsHan));
            Assert.All(chineseTexts, t => Assert.DoesNotContain('\uFFFD', t));
            Assert.All(englishTexts, t => Assert.DoesNotContain(t, IsHan));
            Assert.All(chineseTexts.Concat(englishTexts), t => Assert.DoesNotContain("  ", t));
            Assert.Equal((chinese.Id, chinese.Price), (english.Id, english.Price));
        }
    }

    [Fact]
    public void Titles_vary_and_prices_leave_a_margin()
    {
        Product[] products = [.. Shop.Products()];
        Assert.InRange(products.Select(p => p.Title).Distinct().Count(), 1_990, 2_000);
        Assert.All(products, p => Assert.True(p.Price > p.UnitCost && p.UnitCost > 0, p.ToString()));
        Assert.Equal(2_000, products.Select(p => p.Id).Distinct().Count());
        Assert.InRange(products.Count(p => p.Title!.Any(IsHan)), 900, 1_100);
        Assert.All(products, p => Assert.Equal(3, p.Category!.Split(" > ").Length));
    }

    [Fact]
    public void Popularity_has_a_heavy_tail()
    {
        int[] sales = [.. new ShopSimulator(new ShopOptions { Orders = 20_000 }).OrderLines().GroupBy(l => l.ProductId).Select(g => g.Count()).OrderDescending()];
        Assert.InRange(sales.Take(sales.Length / 5).Sum() / (double)sales.Sum(), 0.5, 0.8);
    }

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF';
}
