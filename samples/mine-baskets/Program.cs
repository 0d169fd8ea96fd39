// The README's example as a program: the best rules of a file of baskets, one basket a line.
using Kindred.Mining;
using Kindred.Mining.Input;
using Kindred.Mining.Rules;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: mine-baskets FILE");
    return 2;
}

BasketSet baskets = BasketFile.Read(args[0]);
MiningResult mined = ItemsetMining.Mine(baskets, new MiningOptions { MinSupport = 0.01 });
RuleTable rules = RuleMining.Generate(mined.Itemsets!, new RuleOptions { MinConfidence = 0.3, MaxQ = 0.05 });
RuleTable best = rules.SortedBy(RuleMeasures.Lift);
for (int rule = 0; rule < Math.Min(10, best.Count); rule++)
{
    ContingencyTable counts = best.Counts(rule);
    Console.WriteLine($"{Names(best.Antecedent(rule))} => {Names(best.Consequent(rule))}: {counts.Both} of {counts.Total} baskets, lift {counts.Lift:0.0}");
}

return 0;

string Names(ReadOnlySpan<int> rows)
{
    var names = new List<string>();
    foreach (int row in rows)
    {
        names.Add(baskets.Products[row].Value);
    }

    return string.Join(" + ", names);
}
