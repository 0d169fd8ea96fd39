namespace Kindred.Store.Readiness;

/// <summary>Says what the data can support, with the numbers that decide it.</summary>
internal static class Capabilities
{
    private const long EnoughBaskets = 1_000;
    private const long EnoughRepeatCustomers = 500;
    private const int DaysForSplit = 60;
    private const int DaysForSeason = 365;
    private const double MostlyThere = 0.9;
    private const double HalfThere = 0.5;

    public static IReadOnlyList<Capability> Of(
        BasketProfile baskets, SpanProfile span, PowerProfile power, PopularityProfile popularity, IReadOnlyList<QualityPart> quality) =>
    [
        Rules(baskets, power),
        TailRules(power, popularity),
        TimeSplit(baskets, span),
        Personal(baskets, span),
        Sequences(baskets, span),
        Seasons(span),
        FromShare("titles", "Similar products by text, and cold products", Part(quality, "products_with_title"), "Import a catalogue with titles."),
        FromShare("categories", "Roll-up over category levels", Part(quality, "products_with_category"), "Import a catalogue with a category column."),
        FromShare("revenue", "Revenue and margin", Part(quality, "lines_with_unit_price"), "Import order files with a price column."),
    ];

    private static Capability Rules(BasketProfile baskets, PowerProfile power)
    {
        long several = baskets.Baskets - baskets.SingleProduct;
        double? lift = power.Pairs[0].SmallestLift;
        string reason = $"{several:N0} baskets hold more than one product, and " + (lift is null
            ? "not even two popular products can be proven to belong together."
            : $"between two popular products a lift of {lift:0.##} can be proven.");
        Verdict verdict = (several, lift) switch
        {
            (0, _) or (_, null) => Verdict.No,
            ( >= EnoughBaskets, <= 3) => Verdict.Yes,
            _ => Verdict.Limited,
        };
        return new Capability("rules", "Association rules", verdict, reason, verdict == Verdict.Yes ? null : Minimum(power, power.Pairs[0]));
    }

    private static Capability TailRules(PowerProfile power, PopularityProfile popularity)
    {
        PairPower tail = power.Pairs[2];
        Verdict verdict = tail.SmallestLift switch { null => Verdict.No, <= 5 => Verdict.Yes, _ => Verdict.Limited };
        return new Capability(
            "tail_rules", "Rules between rarely sold products", verdict, $"{tail.Meaning} {popularity.ColdProducts:N0} products are cold.",
            verdict == Verdict.Yes ? null : $"{Minimum(power, tail)} Until then roll products up to categories, or use titles.");
    }

    private static string Minimum(PowerProfile power, PairPower pair) => pair.BasketsForTarget is { } needed
        ? $"Import a longer history: lift {power.TargetLift:0.##} needs {needed:N0} baskets."
        : "Import baskets of several products.";

    private static Capability TimeSplit(BasketProfile baskets, SpanProfile span)
    {
        Verdict verdict = span.BasketsWithTime < MostlyThere * baskets.Baskets || span.Days < 2 ? Verdict.No : span.Days < DaysForSplit ? Verdict.Limited : Verdict.Yes;
        return new Capability("time_split", "Confirming findings on later orders", verdict, TimeReason(baskets, span), verdict == Verdict.Yes ? null : $"Import order times over at least {DaysForSplit} days.");
    }

    private static Capability Seasons(SpanProfile span)
    {
        Verdict verdict = span.Days >= 2 * DaysForSeason ? Verdict.Yes : span.Days >= DaysForSeason ? Verdict.Limited : Verdict.No;
        return new Capability(
            "seasons", "Seasons", verdict, $"The orders span {span.Days:N0} days; a season must be seen twice to be told from a trend.",
            verdict == Verdict.Yes ? null : "Import two years of orders.");
    }

    private static Capability Personal(BasketProfile baskets, SpanProfile span)
    {
        Verdict verdict = span.RepeatCustomers == 0
            ? Verdict.No
            : span.RepeatCustomers >= EnoughRepeatCustomers && span.BasketsWithCustomer >= HalfThere * baskets.Baskets ? Verdict.Yes : Verdict.Limited;
        return new Capability("personal", "Personal recommendation", verdict, CustomerReason(baskets, span), verdict == Verdict.Yes ? null : $"Import orders with customer ids, of at least {EnoughRepeatCustomers} customers who came back.");
    }

    private static Capability Sequences(BasketProfile baskets, SpanProfile span)
    {
        Verdict verdict = span.RepeatCustomers == 0 || span.BasketsWithTime == 0 ? Verdict.No : span.RepeatCustomers >= EnoughRepeatCustomers ? Verdict.Yes : Verdict.Limited;
        string reason = span.BasketsWithTime == 0 ? "No order has a time." : CustomerReason(baskets, span);
        return new Capability("sequences", "What is bought next", verdict, reason, verdict == Verdict.Yes ? null : "Import orders with customer ids and times.");
    }

    private static string TimeReason(BasketProfile baskets, SpanProfile span) => span.First is null
        ? "No order has a time."
        : $"{span.BasketsWithTime:N0} of {baskets.Baskets:N0} baskets have a time, over {span.Days:N0} days.";

    private static string CustomerReason(BasketProfile baskets, SpanProfile span) => span.Customers == 0
        ? "There are no customer ids."
        : $"{span.BasketsWithCustomer:N0} of {baskets.Baskets:N0} baskets have a customer; {span.RepeatCustomers:N0} of {span.Customers:N0} customers came back.";

    private static Capability FromShare(string id, string name, QualityPart part, string fix)
    {
        Verdict verdict = part.Share >= MostlyThere ? Verdict.Yes : part.Good == 0 ? Verdict.No : Verdict.Limited;
        return new Capability(id, name, verdict, part.Meaning, verdict == Verdict.Yes ? null : fix);
    }

    private static QualityPart Part(IReadOnlyList<QualityPart> quality, string id) => quality.Single(p => p.Id == id);
}
