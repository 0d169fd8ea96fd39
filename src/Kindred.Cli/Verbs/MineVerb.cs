using System.CommandLine;
using Kindred.Cli.Mine;
using Kindred.Cli.Shell;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred mine</c>: itemsets and rules from a file or the workspace.</summary>
internal static class MineVerb
{
    public static Command Create()
    {
        var options = new MineOptionSet();
        Command command = Verb.Create(
            "mine",
            "Find itemsets and rules in a file of baskets or orders, or in the workspace.",
            [
                "kindred mine baskets.csv --min-support 0.01 --rules --max-q 0.05",
                "kindred mine retail.dat.gz --format fimi --min-count 89 --count-only --json",
                "kindred mine orders.csv --format orders --top 1000 --itemsets closed",
                "kindred mine --rules --min-confidence 0.3 --output rules.parquet",
            ],
            context => Task.FromResult(new MineRun(context, options).Execute()),
            options.All);
        command.Validators.Add(options.Validate);
        return command;
    }
}
