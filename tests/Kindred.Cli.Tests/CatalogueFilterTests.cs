using Kindred.Cli.Search;

namespace Kindred.Cli.Tests;

public class CatalogueFilterTests
{
    [Theory]
    [InlineData("Sport > Shoes > Running", "sport", true)]
    [InlineData("Sport > Shoes > Running", "Shoes > Running", true)]
    [InlineData("Sport>Shoes", " Sport >  shoes ", true)]
    [InlineData("个护>洗发", "洗发", true)]
    [InlineData("Sport > Shoes", "Shoe", false)]
    [InlineData("Sport > Shoes", "Shoes > Sport", false)]
    [InlineData("Sport > Shoes", "", false)]
    [InlineData(null, "Sport", false)]
    public void A_category_is_any_run_of_levels(string? path, string name, bool passes) => Assert.Equal(passes, new CatalogueFilter(name, null, null).Passes(path, null, null));

    [Fact]
    public void What_is_not_known_does_not_pass()
    {
        Assert.True(new CatalogueFilter(null, " acme ", 5).Passes(null, "Acme", 5));
        Assert.False(new CatalogueFilter(null, "Acme", null).Passes(null, null, 5));
        Assert.False(new CatalogueFilter(null, null, 5).Passes(null, "Acme", null));
        Assert.False(new CatalogueFilter(null, null, 5).Passes(null, "Acme", 5.01));
    }
}
