namespace Kindred.Benchmarks.Mining;

/// <summary>
/// Synthetic baskets in the manner of Agrawal and Srikant (1994, section 2.4.3): <c>quest FILE --baskets N --length L --products P --patterns K --seed S</c>.
/// </summary>
/// <remarks>
/// Patterns have lengths around 4 (Poisson), share a part of the pattern before (exponential, mean one half), weights drawn from an
/// exponential, and a corruption level around 0.5. A basket of Poisson length takes weighted patterns, each losing products
/// while a uniform draw stays below its corruption level, until it is full.
/// </remarks>
internal static class QuestGenerator
{
    public static int Run(string[] args)
    {
        int Option(string name, int otherwise) => Array.IndexOf(args, name) is > 0 and int i ? int.Parse(args[i + 1]) : otherwise;
        int products = Option("--products", 1000);
        int length = Option("--length", 10);
        var random = new Random(Option("--seed", 1));
        Pattern[] patterns = Patterns(Option("--patterns", 2000), products, random);
        double[] cumulative = new double[patterns.Length];
        for (int i = 0; i < patterns.Length; i++)
        {
            cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + patterns[i].Weight;
        }

        using var writer = new StreamWriter(args[0]);
        for (int b = Option("--baskets", 1_000_000); b > 0; b--)
        {
            writer.Write(string.Join(' ', Basket(Math.Max(1, Poisson(length, random)), patterns, cumulative, random)));
            writer.Write('\n');
        }

        return 0;
    }

    private static SortedSet<int> Basket(int length, Pattern[] patterns, double[] cumulative, Random random)
    {
        var basket = new SortedSet<int>();
        for (int tries = 0; basket.Count < length && tries < 100; tries++)
        {
            int drawn = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            Pattern pattern = patterns[Math.Min(patterns.Length - 1, drawn < 0 ? ~drawn : drawn)];
            int keep = pattern.Products.Length;
            while (keep > 0 && random.NextDouble() < pattern.Corruption)
            {
                keep--;
            }

            random.Shuffle(pattern.Products);
            if (basket.Count + keep <= length || random.Next(2) == 0)
            {
                basket.UnionWith(pattern.Products.AsSpan(0, keep).ToArray());
            }
        }

        return basket;
    }

    private static Pattern[] Patterns(int count, int products, Random random)
    {
        var patterns = new Pattern[count];
        int[] before = [];
        for (int i = 0; i < count; i++)
        {
            int size = Math.Max(1, Poisson(4, random));
            int shared = Math.Min(before.Length, (int)(size * Math.Min(1, -0.5 * Math.Log(1 - random.NextDouble()))));
            var chosen = new HashSet<int>(before.Take(shared));
            while (chosen.Count < size)
            {
                chosen.Add(random.Next(products));
            }

            before = [.. chosen];
            double corruption = Math.Clamp(0.5 + (0.316 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())), 0, 1);
            patterns[i] = new Pattern([.. chosen], -Math.Log(1 - random.NextDouble()), corruption);
        }

        return patterns;
    }

    private static int Poisson(double mean, Random random)
    {
        double limit = Math.Exp(-mean);
        int k = 0;
        for (double product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            k++;
        }

        return k;
    }

    private sealed record Pattern(int[] Products, double Weight, double Corruption);
}
