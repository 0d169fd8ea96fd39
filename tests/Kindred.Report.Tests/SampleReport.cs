namespace Kindred.Report.Tests;

/// <summary>A report like a real shop's: thousands of rules, titles in several languages, titles that try to break the page.</summary>
internal static class SampleReport
{
    public const string Hostile = "</script><script>window.broken=1</script><img src=x onerror=\"window.broken=2\"> 'quoted' & \"double\" {{data}} 🎁";

    private static readonly string[] Things =
        ["Lunch bag", "Tea towel", "茶具套装", "蜡烛", "Wooden heart", "Kerzenhalter", "Mug", "筷子", "Gift wrap", "Zuckerdose", "明信片", "Alarm clock"];

    private static readonly string[] Looks = ["red retrospot", "woodland", "春节限量", "vintage", "polka dot", "青花瓷", "Scandinavian", "blau", "pantry", "jumbo"];

    private static readonly string[] Categories = ["Kitchen > Tea", "Kitchen > Storage", "Home > Candles", "节日 > 礼品", "Stationery > Cards", "Bags > Lunch"];

    public static ReportModel Create(int rules = 2000, int seed = 1)
    {
        var random = new Random(seed);
        ReportProduct[] products = [.. Enumerable.Range(0, 240).Select(i => Product(i, random))];
        ReportRule[] table = [.. Enumerable.Range(0, rules).Select(i => Rule(i, products, random)).OrderByDescending(r => r.Lift)];
        return new ReportModel
        {
            Title = "Blumen & Teehaus 茶花 <shop>",
            GeneratedAt = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero),
            Baskets = Baskets(products),
            DataQuality = Quality(),
            Mining = Mining(),
            Findings = [.. table.Take(6).Select(r => new Finding($"{r.Antecedent[0].Title} with {r.Consequent[0].Title}", $"In {r.Both} of 18,000 baskets together, {r.Lift:F0} times what chance gives.", r.Kind))],
            Rules = table,
            RulesInAll = rules + 5000,
            Network = [.. table.DistinctBy(r => (r.Antecedent[0].Id, r.Consequent[0].Id)).Take(300).Select(r => new ReportEdge(r.Antecedent[0], r.Consequent[0], r.Both, r.Lift, r.Q, r.Kind))],
            Readiness =
            [
                new ReadinessStatement(ReadinessLevel.Good, "18,000 baskets can prove a lift of 1.4 for two popular products."),
                new ReadinessStatement(ReadinessLevel.Caution, "For products in the middle the smallest provable lift is 4.2."),
                new ReadinessStatement(ReadinessLevel.Poor, "1,200 rare products are in fewer than 5 baskets.", "Import more history, or mine by category."),
            ],
            Truth = new TruthScore([new TruthRow("Complements", 120, 110, 108), new TruthRow("Substitutes", 60, 41, 36)]),
            Stages = [new StageTime("import", 1.52), new StageTime("clean", 0.71), new StageTime("mine", 2.04), new StageTime("rules", 0.33)],
            Sections = [new ReportSection("Models compared", "Hit rate at ten on held-out orders.", [new ReportBar("popularity", 0.11, new Interval(0.10, 0.12)), new ReportBar("rules", 0.24, new Interval(0.22, 0.26))], "hit rate at 10")],
        };
    }

    private static ReportProduct Product(int i, Random random) => new(
        $"P{i:000}",
        i == 0 ? Hostile : i == 1 ? "=cmd()" : $"{Things[random.Next(Things.Length)]} {Looks[random.Next(Looks.Length)]} {i}",
        Categories[random.Next(Categories.Length)],
        4000 / (1 + i));

    private static ReportRule Rule(int i, ReportProduct[] products, Random random)
    {
        // The first rules surely hold the titles the tests look for.
        int a = i < 2 ? i : random.Next(products.Length);
        int c = (a + 1 + random.Next(12)) % products.Length;
        long both = 60 + (long)(700 * Math.Pow(random.NextDouble(), 3));
        double confidence = 0.08 + (0.85 * random.NextDouble());
        double lift = 1.2 + (60 * Math.Pow(random.NextDouble(), 4));
        return new ReportRule
        {
            Antecedent = i % 5 == 4 ? [products[a], products[(a + 31) % products.Length]] : [products[a]],
            Consequent = [products[c]],
            Both = both,
            AntecedentBaskets = (long)(both / confidence),
            ConsequentBaskets = (long)(both / confidence * 1.3),
            Baskets = 18000,
            Support = both / 18000.0,
            Confidence = confidence,
            ConfidenceInterval = new Interval(confidence * 0.93, Math.Min(1, confidence * 1.07)),
            ReverseConfidence = confidence / 1.3,
            ReverseConfidenceInterval = new Interval(confidence * 0.7, confidence * 0.8),
            Lift = lift,
            LiftInterval = new Interval(lift * 0.9, i == 3 ? double.PositiveInfinity : lift * 1.1),
            P = lift > 30 ? 0 : Math.Pow(10, -lift * 5),
            Q = lift > 30 ? 0 : Math.Pow(10, -lift * 5) * 40,
            HoldOut = new HoldOut(lift > 2, both / 4, 4500, lift * 0.92),
            Kind = (AssociationKind)(i % 4),
        };
    }

    private static BasketStatistics Baskets(ReportProduct[] products) => new()
    {
        Baskets = 18000,
        Products = 3665,
        Occurrences = 480_212,
        Customers = 4334,
        Sizes = [.. Enumerable.Range(1, 60).Select(s => new SizeCount(s, (long)(1600 * Math.Exp(-s / 14.0))))],
        TopProducts = [.. products.Take(15)],
        Popularity = [.. Enumerable.Range(0, 80).Select(i => (int)Math.Pow(10, i * 3.5 / 79)).Distinct().Select(r => new RankCount(r, 1 + (4000 / r)))],
        OrdersOverTime = [.. Enumerable.Range(0, 53).Select(w => new PeriodCount(new DateOnly(2025, 11, 24).AddDays(7 * w), 250 + (w * 4) + (w % 9 * 15)))],
    };

    private static DataQuality Quality() => new()
    {
        Files = [new ImportedFile("订单 2025.csv.gz", "orders", "CSV, GB18030", 541_909, 541_870, 39)],
        RowsRead = 541_909,
        RowsTaken = 541_870,
        RowsAfterCleaning = 522_300,
        Rejected = [new RejectedReason("the quantity is not a number", 27, "line 1,204: 'zw&ouml;lf'"), new RejectedReason("the order id is empty", 12)],
        Cleaning =
        [
            new CleaningStep("cancellations", "Removes cancelled orders and the lines they cancel.", true, 9288, ["C536379 cancels 536378", Hostile]),
            new CleaningStep("postage", "Removes postage, bank charges and manual lines.", true, 2912, ["POST: POSTAGE"]),
            new CleaningStep("oversize-baskets", "Removes baskets above 500 products.", false, 0, []),
        ],
    };

    private static MiningAccount Mining() => new()
    {
        Algorithm = "LCM, chosen for sparse baskets",
        MinCount = 60,
        Settings = [new ReportFact("Confidence at least", "8 %")],
        ItemsetsByLength = [new LengthCount(1, 1200), new LengthCount(2, 5400), new LengthCount(3, 900)],
        HypothesesTested = 18_000,
        Correction = "Benjamini–Hochberg",
        HoldOut = "The last fifth of the orders, from 12 September 2026, was kept apart.",
    };
}
