using Kindred.Cli.Shell;

namespace Kindred.Cli.Tests;

public class ByteSizeTests
{
    [Theory]
    [InlineData("4GB", 4L << 30)]
    [InlineData("1.5 GiB", 3L << 29)]
    [InlineData("512mb", 512L << 20)]
    [InlineData("2k", 2048)]
    [InlineData("77", 77)]
    [InlineData("77B", 77)]
    public void Amounts_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out long parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-1GB")]
    [InlineData("0")]
    [InlineData("much")]
    [InlineData("1e30TB")]
    public void Anything_else_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(4L << 30, "4 GB")]
    [InlineData(3L << 29, "1.5 GB")]
    [InlineData(900, "900 B")]
    [InlineData(0, "0 B")]
    public void Amounts_are_shown_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
