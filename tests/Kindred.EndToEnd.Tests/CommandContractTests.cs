namespace Kindred.EndToEnd.Tests;

public class CommandContractTests
{
    [Fact]
    public async Task Version_is_one_line_on_stdout()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await KindredProcess.RunAsync(folder.Location, "--version")).Expect(0);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Help_names_every_verb_and_the_common_options()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await KindredProcess.RunAsync(folder.Location, "--help")).Expect(0);
        Assert.All(["--workspace", "--json", "--quiet", "--threads", "--memory-limit", "--seed"], o => Assert.Contains(o, outcome.Output));
    }

    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("--threads=zero")]
    [InlineData("--threads=0")]
    [InlineData("--memory-limit=much")]
    public async Task Wrong_usage_is_exit_code_2_and_points_to_the_help(string argument)
    {
        using var folder = new TemporaryFolder();
        var outcome = (await KindredProcess.RunAsync(folder.Location, argument)).Expect(2);
        Assert.Empty(outcome.Output);
        Assert.Contains("--help", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
    }

    [Fact]
    public async Task Help_of_a_command_below_another_is_about_itself_alone()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await KindredProcess.RunAsync(folder.Location, "train", "encoder", "--help")).Expect(0);
        Assert.Contains("kindred train encoder [options]", outcome.Output);
        Assert.DoesNotContain("<MODEL>", outcome.Output);
        Assert.Contains("<MODEL>", (await KindredProcess.RunAsync(folder.Location, "train", "--help")).Expect(0).Output);
        Assert.Contains("Try 'kindred train encoder --help'.", (await KindredProcess.RunAsync(folder.Location, "train", "encoder", "--epochs=0")).Expect(2).Error);
    }
}
