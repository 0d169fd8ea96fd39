using Kindred.Store.Cleaning;
using Kindred.Store.Readiness;

namespace Kindred.Cli.Analysis;

/// <summary>Tells a person what cleaning did, what the data can support and what mining will cost.</summary>
internal static class CheckText
{
    public static void Write(TextWriter output, CleaningReport cleaning, ReadinessReport readiness, bool examples)
    {
        WriteCleaning(output, cleaning, examples);
        BasketProfile b = readiness.Baskets;
        output.WriteLine();
        output.WriteLine($"Baskets: {b.Baskets:N0} of {b.Products:N0} products, {b.MeanSize:0.0} products in a basket (median {b.MedianSize}, 99 % at most {b.P99Size}, largest {b.LargestSize}); density {b.Density:P3}");
        PopularityProfile p = readiness.Popularity;
        output.WriteLine($"A third of sales each: {p.Head.Products:N0} head, {p.Torso.Products:N0} torso and {p.Tail.Products:N0} tail products; {p.ColdProducts:N0} products are cold");
        foreach (QualityPart part in readiness.Quality)
        {
            output.WriteLine($"  {part.Share,6:P1}  {part.Meaning}");
        }

        output.WriteLine();
        output.WriteLine("What the data can support");
        foreach (Capability c in readiness.Capabilities)
        {
            output.WriteLine($"  {$"{c.Verdict}".ToLowerInvariant(),-7} {c.Name}: {c.Reason}{(c.Fix is null ? "" : $" To improve: {c.Fix}")}");
        }

        output.WriteLine();
        output.WriteLine("What can be proved");
        foreach (PairPower power in readiness.Power.Pairs)
        {
            output.WriteLine($"  {power.Meaning}");
        }

        WriteCosts(output, readiness.Costs);
    }

    private static void WriteCleaning(TextWriter output, CleaningReport cleaning, bool examples)
    {
        output.WriteLine($"Cleaning: {cleaning.LinesBefore:N0} lines → {cleaning.LinesAfter:N0}, {cleaning.OrdersBefore:N0} orders → {cleaning.OrdersAfter:N0}, {cleaning.ProductsBefore:N0} products → {cleaning.ProductsAfter:N0}");
        foreach (RuleAccount rule in cleaning.Rules)
        {
            string details = string.Join(", ", rule.Details.Select(d => $"{d.Key.Replace('_', ' ')} {d.Value:N0}"));
            output.WriteLine($"  {rule.Id,-22} found {rule.LinesFound,9:N0} lines, removed {rule.LinesRemoved,9:N0}{(rule.Mode == RuleMode.Apply ? "" : $" ({$"{rule.Mode}".ToLowerInvariant()} only)")}{(details.Length == 0 ? "" : $"; {details}")}");
            if (rule.HeldBack is { } reason)
            {
                output.WriteLine($"    held back: {reason}");
            }

            foreach (string note in examples ? rule.Notes : [])
            {
                output.WriteLine($"    {note}");
            }

            foreach (LineExample line in examples ? rule.Examples : [])
            {
                output.WriteLine($"    line {line.Line}: order {line.OrderId}, {line.ProductId} {line.Title} × {line.Quantity:0.##} at {line.UnitPrice:0.##} {line.Detail}");
            }
        }
    }

    private static void WriteCosts(TextWriter output, CostForecast costs)
    {
        output.WriteLine();
        output.WriteLine("What mining will cost");
        output.WriteLine("     min count   itemsets (predicted)    seconds   memory MB   seconds of rules");
        foreach (MiningForecast m in costs.Mining)
        {
            string mark = m.MinCount == costs.SuggestedMinCount ? "  ← suggested" : "";
            output.WriteLine($"  {m.MinCount,12:N0} {m.Itemsets,14:N0} ± {m.RelativeError,-5:P0} {m.Seconds,10:0.00} {m.MemoryMb,11:N0} {m.RuleSeconds,18:0.00}{mark}");
        }

        foreach (StageForecast stage in costs.Stages)
        {
            output.WriteLine($"  {stage.Stage}: about {stage.Seconds:0.0} s and {stage.MemoryMb:N0} MB");
        }

        output.WriteLine($"  {costs.Error}");
    }
}
