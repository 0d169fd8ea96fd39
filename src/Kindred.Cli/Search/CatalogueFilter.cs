using System.CommandLine;
using Kindred.Cli.Shell;

namespace Kindred.Cli.Search;

/// <summary>Which products are searched. A product that lacks what is asked about does not pass.</summary>
internal sealed record CatalogueFilter(string? CategoryName, string? BrandName, double? Highest)
{
    private static readonly Option<string?> Category = new("--category") { Description = "Only products of this category, or of one below it ('Sport' has 'Sport > Shoes').", HelpName = "NAME" };

    private static readonly Option<string?> Brand = new("--brand") { Description = "Only products of this brand.", HelpName = "NAME" };

    private static readonly Option<double?> MaxPrice = NumberOption.CreateOptional("--max-price", "Only products with a price of at most so much.", "F", 0, 1e15);

    public static readonly IReadOnlyList<Option> Symbols = [Category, Brand, MaxPrice];

    /// <summary>The filter that was asked for.</summary>
    public static CatalogueFilter Of(RunContext context) => new(context.Arguments.GetValue(Category), context.Arguments.GetValue(Brand), context.Arguments.GetValue(MaxPrice));

    public bool Passes(string? category, string? brand, double? price) =>
        (CategoryName is null || IsOrIsBelow(category, CategoryName))
        && (BrandName is null || string.Equals(brand, BrandName.Trim(), StringComparison.OrdinalIgnoreCase))
        && (Highest is null || price <= Highest);

    // Any part of the path may be named: "Shoes" is found in "Sport > Shoes > Running".
    private static bool IsOrIsBelow(string? path, string name) => path is not null && Levels(path).Contains(Levels(name), StringComparison.OrdinalIgnoreCase);

    private static string Levels(string path) => $">{string.Join('>', path.Split('>', StringSplitOptions.TrimEntries))}>";
}
