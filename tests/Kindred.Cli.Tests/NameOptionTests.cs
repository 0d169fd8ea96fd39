using System.CommandLine;
using Kindred.Cli.Shell;

namespace Kindred.Cli.Tests;

public class NameOptionTests
{
    [Theory]
    [InlineData("friday", DayOfWeek.Friday)]
    [InlineData("SUNDAY", DayOfWeek.Sunday)]
    public void Names_are_taken_in_any_case(string text, DayOfWeek day) => Assert.Equal(day, Parse(text).GetValue<DayOfWeek>("--day"));

    [Theory]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("friday,sunday")]
    [InlineData("monday")]
    [InlineData("")]
    public void Anything_else_is_an_error_that_lists_the_names(string text) =>
        Assert.Equal($"--day takes sunday, friday; '{text}' is none of them.", Assert.Single(Parse(text).Errors).Message);

    [Fact]
    public void Without_the_option_the_default_holds()
    {
        Assert.Equal(DayOfWeek.Friday, new RootCommand { Option() }.Parse([]).GetValue<DayOfWeek>("--day"));
        Assert.Null(new RootCommand { NameOption.CreateOptional<DayOfWeek>("--day", "A day.") }.Parse([]).GetValue<DayOfWeek?>("--day"));
    }

    private static ParseResult Parse(string text) => new RootCommand { Option() }.Parse(["--day", text]);

    private static Option<DayOfWeek> Option() => NameOption.Create("--day", "A day.", DayOfWeek.Friday, DayOfWeek.Sunday, DayOfWeek.Friday);
}
