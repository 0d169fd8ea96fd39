using Spectre.Console;

namespace Kindred.Cli.Mine;

/// <summary>Shows a <see cref="MineSummary"/> to a person.</summary>
internal static class MineText
{
    public static void Write(TextWriter output, MineSummary summary, string kind, string reason)
    {
        output.WriteLine($"{summary.Baskets:N0} baskets of {summary.Products:N0} products.");
        output.WriteLine($"{summary.Itemsets.Total:N0} {kind} itemsets, each in at least {summary.MinCount:N0} baskets; {summary.Algorithm}: {reason}");
        if (summary.Itemsets.ByLength.Count > 0)
        {
            output.WriteLine($"By number of products: {string.Join(", ", summary.Itemsets.ByLength.Select(l => $"{l.Key}: {l.Value:N0}"))}");
        }

        if (summary.Rules is { } rules)
        {
            output.WriteLine($"{rules.Total:N0} rules.");
        }

        if (summary.Explanation is { } explanation)
        {
            output.WriteLine(explanation);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 160;
        }

        WriteRules(console, summary.TopRules ?? []);
        WriteItemsets(console, summary.TopItemsets ?? []);
    }

    private static void WriteRules(IAnsiConsole console, IReadOnlyList<RuleRow> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).Title("Best rules").AddColumns("If a basket holds", "it also holds")
            .AddColumn("baskets", Right).AddColumn("confidence (95 %)", Right).AddColumn("lift (95 %)", Right).AddColumn("q", Right);
        foreach (RuleRow rule in rules)
        {
            table.AddRow(
                Markup.Escape(Names(rule.AntecedentTitles ?? rule.Antecedent)),
                Markup.Escape(Names(rule.ConsequentTitles ?? rule.Consequent)),
                $"{rule.Count:N0} of {rule.AntecedentCount:N0}",
                $"{rule.Confidence:P1} ({rule.ConfidenceInterval[0]:P0}–{rule.ConfidenceInterval[1]:P0})",
                $"{rule.Lift:0.0#} ({rule.LiftInterval[0]:0.0}–{rule.LiftInterval[1]:0.0})",
                PlainNumbers.QValue(rule.QValue, rule.Log10QValue));
        }

        console.Write(table);
    }

    private static void WriteItemsets(IAnsiConsole console, IReadOnlyList<ItemsetRow> itemsets)
    {
        if (itemsets.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).Title("Itemsets of highest support").AddColumn("Products")
            .AddColumn("baskets", Right).AddColumn("support", Right);
        foreach (ItemsetRow itemset in itemsets)
        {
            table.AddRow(Markup.Escape(Names(itemset.Titles ?? itemset.Items)), $"{itemset.Count:N0}", $"{itemset.Support:P2}");
        }

        console.Write(table);
    }

    private static void Right(TableColumn column) => column.RightAligned();

    private static string Names(IEnumerable<string> names) => string.Join(" + ", names);
}
