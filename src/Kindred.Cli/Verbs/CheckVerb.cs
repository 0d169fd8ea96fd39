using System.CommandLine;
using Kindred.Cli.Analysis;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Store.Cleaning;
using Kindred.Store.Readiness;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred check</c>: cleaning, data quality, statistical power and predicted cost.</summary>
internal static class CheckVerb
{
    private static readonly Option<string[]> Rule = new("--rule")
    {
        Description = $"Switch a cleaning rule: NAME=apply, NAME=count or NAME=off; may be repeated. Rules: {string.Join(", ", Cleaner.Rules.Select(r => r.Id))}.",
        HelpName = "NAME=MODE",
    };

    private static readonly Option<string[]> ServiceProducts = new("--service-product") { Description = "Product that is a service line (postage, fee) in this shop; may be repeated.", HelpName = "ID" };

    private static readonly Option<string[]> KeepProducts = new("--keep-product") { Description = "Product that is never a service line; may be repeated.", HelpName = "ID" };

    private static readonly Option<bool> Examples = new("--examples") { Description = "Show examples of what each rule found." };

    public static Command Create() => Verb.Create(
        "check",
        "Clean the imported orders, and say what they can support, what they can prove and what mining them will cost.",
        ["kindred check", "kindred check --examples", "kindred check --rule duplicates=off --service-product GIFTWRAP --json"],
        context => Task.FromResult(Run(context)),
        Rule, ServiceProducts, KeepProducts, Examples);

    private static int Run(RunContext context)
    {
        CleaningOptions options = Options(context);
        using Workspace workspace = Workspaces.Open(context, "check");
        (CleaningReport cleaning, ReadinessReport readiness) = Progress.Show(context, progress => (
            Cleaner.Run(workspace, options, progress, context.Cancellation),
            ReadinessCheck.Run(workspace, new ReadinessOptions { Seed = context.Seed }, progress, context.Cancellation)));
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Cleaning = cleaning, Readiness = readiness });
        }
        else
        {
            CheckText.Write(context.Output, cleaning, readiness, context.Arguments.GetValue(Examples));
        }

        return ExitCode.Done;
    }

    private static CleaningOptions Options(RunContext context)
    {
        var options = new CleaningOptions
        {
            ServiceProducts = context.Arguments.GetValue(ServiceProducts) ?? [],
            KeepProducts = context.Arguments.GetValue(KeepProducts) ?? [],
        };
        foreach (string rule in context.Arguments.GetValue(Rule) ?? [])
        {
            int equals = rule.IndexOf('=');
            if (equals < 0 || !Enum.TryParse(rule[(equals + 1)..], ignoreCase: true, out RuleMode mode) || !Cleaner.Rules.Any(r => r.Id == rule[..equals]))
            {
                throw new KindredDataException(
                    $"--rule '{rule}' is not a rule and its mode; write NAME=apply, NAME=count or NAME=off. The rules are {string.Join(", ", Cleaner.Rules.Select(r => r.Id))}.");
            }

            options = options.WithMode(rule[..equals], mode);
        }

        return options;
    }
}
