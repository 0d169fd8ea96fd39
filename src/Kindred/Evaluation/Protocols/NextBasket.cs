using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Next basket: what a customer's last basket holds, from all his earlier ones; what he bought before may be bought again.</summary>
public static class NextBasket
{
    /// <summary>Makes the task: each customer with at least two baskets is a case; training data is all baskets but those last ones, by customer.</summary>
    /// <exception cref="KindredDataException">No customer has two baskets.</exception>
    public static EvaluationTask Create(BasketHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        int customers = history.Customers.DefaultIfEmpty(-1).Max() + 1;
        int[][] baskets = [.. history.Customers.Select((customer, basket) => (customer, basket)).Where(p => p.customer >= 0)
            .GroupBy(p => p.customer).Where(g => g.Skip(1).Any()).OrderBy(g => g.Key).Select(g => g.Select(p => p.basket).ToArray())];
        if (baskets.Length == 0)
        {
            throw new KindredDataException("Next-basket evaluation needs customers with at least two orders; there are none. Import customer ids, or use basket completion.");
        }

        return Task(history, customers, baskets) with
        {
            Tuning = baskets.Any(b => b.Length > 2) ? Task(history, customers, [.. baskets.Where(b => b.Length > 2).Select(b => b[..^1])]) : null,
        };
    }

    private static EvaluationTask Task(BasketHistory history, int customers, int[][] baskets)
    {
        var builder = new InteractionBuilder(history.Baskets.Products);
        foreach (int[] own in baskets)
        {
            foreach (int basket in own[..^1])
            {
                foreach (int item in history.Baskets[basket])
                {
                    builder.Add(history.Customers[basket], item, unixSeconds: history.UnixSeconds[basket]);
                }
            }
        }

        InteractionData train = builder.Build(customers, segments: history.CustomerSegments(customers));
        return new EvaluationTask
        {
            Protocol = "next basket",
            Description = "For each customer with two baskets or more, his last basket is asked for from the earlier ones; all products are ranked, those bought before too.",
            Train = train,
            Cases = [.. baskets.Where(b => history.Baskets[b[^1]].Length > 0).Select(b =>
                new EvaluationCase(RecommendationQuery.ForUser(train, history.Customers[b[^1]]), history.Baskets[b[^1]].ToArray())
                {
                    Filter = new RecommendFilter { ExcludeHistory = false },
                })],
        };
    }
}
