using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>What the recommended lists of a model are like as a whole: how much of the catalogue they show, and how even, new and varied they are.</summary>
/// <remarks>
/// coverage = products recommended at least once / all; gini = Gini coefficient of how often each product is recommended (0 even, 1 always the same);
/// novelty = mean of −log₂ of the product's share of training users (a product without users counts as one); diversity = mean over pairs of a list
/// of 1 − cosine of their training users (Ziegler et al., 2005); popularity-bias = mean training users of the recommended ÷ of the relevant products.
/// </remarks>
internal sealed class ListMetrics
{
    // Diversity compares k² / 2 pairs a list; lists beyond this many are passed over evenly; a mean of this many moves by about 0.01.
    private const int MostListsForDiversity = 500;
    private readonly InteractionData _train;
    private readonly SparseMatrix _itemUsers;

    public ListMetrics(InteractionData train) => (_train, _itemUsers) = (train, train.ItemUsers);

    public static string Definition =>
        "coverage@k = products recommended at least once / all; gini@k of how often each is recommended; novelty@k = mean −log2 of the share of training users; "
        + "diversity@k = mean 1 − cosine of training users over the pairs of a list; popularity-bias@k = mean training users of the recommended / of the relevant products.";

    /// <summary>Computes the metrics at one list length.</summary>
    public IEnumerable<KeyValuePair<string, double>> Compute(IReadOnlyList<int[]> lists, IReadOnlyList<EvaluationCase> cases, int k)
    {
        var shown = new int[_train.ItemCount];
        double novelty = 0;
        double users = 0;
        long entries = 0;
        foreach (int[] list in lists)
        {
            foreach (int item in list.AsSpan(0, Math.Min(k, list.Length)))
            {
                shown[item]++;
                entries++;
                int count = _itemUsers.CountInRow(item);
                users += count;
                novelty -= Math.Log2(Math.Max(1, count) / (double)Math.Max(1, _train.UserCount));
            }
        }

        yield return new($"coverage@{k}", shown.Count(c => c > 0) / (double)Math.Max(1, shown.Length));
        yield return new($"gini@{k}", Gini(shown));
        yield return new($"novelty@{k}", entries == 0 ? 0 : novelty / entries);
        yield return new($"diversity@{k}", Diversity(lists, k));
        yield return new($"popularity-bias@{k}", entries == 0 ? 0 : users / entries / Math.Max(1e-9, MeanUsersOfRelevant(cases)));
    }

    /// <summary>The Gini coefficient of counts: Σ (2i − n − 1) xᵢ / (n Σ x), x ascending, i from 1; 0 when all are 0.</summary>
    internal static double Gini(int[] counts)
    {
        int[] ascending = [.. counts.Order()];
        double weighted = 0;
        double total = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            weighted += ((2.0 * (i + 1)) - ascending.Length - 1) * ascending[i];
            total += ascending[i];
        }

        return total == 0 ? 0 : weighted / (ascending.Length * total);
    }

    private double MeanUsersOfRelevant(IReadOnlyList<EvaluationCase> cases)
    {
        double sum = 0;
        long count = 0;
        foreach (EvaluationCase question in cases)
        {
            foreach (int item in question.Relevant)
            {
                sum += _itemUsers.CountInRow(item);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private double Diversity(IReadOnlyList<int[]> lists, int k)
    {
        int step = Math.Max(1, lists.Count / MostListsForDiversity);
        double sum = 0;
        long pairs = 0;
        for (int at = 0; at < lists.Count; at += step)
        {
            int[] list = lists[at];
            int length = Math.Min(k, list.Length);
            for (int a = 0; a < length; a++)
            {
                for (int b = a + 1; b < length; b++)
                {
                    sum += 1 - Cosine(list[a], list[b]);
                    pairs++;
                }
            }
        }

        return pairs == 0 ? 0 : sum / pairs;
    }

    private double Cosine(int a, int b)
    {
        ReadOnlySpan<int> left = _itemUsers.Columns(a);
        ReadOnlySpan<int> right = _itemUsers.Columns(b);
        int common = 0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            int order = left[i].CompareTo(right[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return common == 0 ? 0 : common / Math.Sqrt((double)left.Length * right.Length);
    }
}
