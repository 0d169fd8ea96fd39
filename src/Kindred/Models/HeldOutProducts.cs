using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>A few products taken out of a few users, by which a model settles what is left open before it is trained on everything.</summary>
/// <remarks>
/// Up to <see cref="MostUsers"/> users with two products or more are drawn, at most half of them so that the rest is as dense as the whole. Each loses a
/// fifth of his products, at least one: the latest to be met first where the order is known, since what comes next is what will be asked, and else any.
/// The seed of the training decides.
/// </remarks>
internal sealed class HeldOutProducts
{
    private const int MostUsers = 5000;
    private const int OneIn = 5;
    private const int Cutoff = 20;
    private readonly (int User, int[] Missing)[] _cases;

    private HeldOutProducts(InteractionData rest, (int User, int[] Missing)[] cases) => (Rest, _cases) = (rest, cases);

    /// <summary>The data without what was taken out: same rows of users and products, no order, no times.</summary>
    public InteractionData Rest { get; }

    /// <summary>Draws users and products.</summary>
    public static HeldOutProducts Draw(InteractionData data, ulong seed)
    {
        int[] able = [.. Enumerable.Range(0, data.UserCount).Where(user => data.UserItems.CountInRow(user) >= 2)];
        var random = new RandomStream(seed, ulong.MaxValue);
        random.Shuffle<int>(able);
        (int User, int[] Missing)[] cases =
            [.. able.Take(Math.Min(MostUsers, (able.Length + 1) / 2)).Order().Select(user => (user, Taken(data, user, random)))];
        return new HeldOutProducts(Without(data, cases), cases);
    }

    /// <summary>How well each of several candidates ranks the products taken out: mean NDCG of its first twenty, 0 where nobody could be drawn.</summary>
    /// <param name="candidates">Number of candidates.</param>
    /// <param name="score">
    /// Scores all products for a user of <see cref="Rest"/>, once for each candidate: candidates × products, one row after another. Called from several threads.
    /// </param>
    /// <param name="training">Progress and threads; any number of these gives the same values.</param>
    /// <param name="cancellation">Stops the work.</param>
    public double[] Judge(int candidates, Action<RecommendationQuery, Memory<float>> score, TrainingOptions training, CancellationToken cancellation)
    {
        int items = Rest.ItemCount;
        var gains = new double[_cases.Length][];
        var progress = new ProgressCounter(training.Progress, "settling what is left open", _cases.Length);
        ParallelRows.For(_cases.Length, training.Threads, () => new float[candidates * items], (i, scores) =>
        {
            score(RecommendationQuery.ForUser(Rest, _cases[i].User), scores);
            gains[i] = [.. Enumerable.Range(0, candidates).Select(c => Ndcg(_cases[i], scores.AsSpan(c * items, items)))];
            progress.Step();
        }, cancellation);
        return [.. Enumerable.Range(0, candidates).Select(c => gains.Sum(values => values[c]) / Math.Max(1, _cases.Length))];
    }

    // The scores of what the user kept are lost.
    private double Ndcg((int User, int[] Missing) taken, Span<float> scores)
    {
        foreach (int kept in Rest.UserItems.Columns(taken.User))
        {
            scores[kept] = float.NegativeInfinity;
        }

        ScoredList top = TopK.Select(scores, Cutoff);
        double gain = 0;
        double ideal = 0;
        for (int rank = 0; rank < top.Count; rank++)
        {
            gain += taken.Missing.AsSpan().BinarySearch(top.Rows[rank]) >= 0 ? 1 / Math.Log2(rank + 2) : 0;
            ideal += rank < taken.Missing.Length ? 1 / Math.Log2(rank + 2) : 0;
        }

        return gain / ideal;
    }

    private static int[] Taken(InteractionData data, int user, RandomStream random)
    {
        int[] products = [.. data.HasOrder ? data.Sequence(user).ToArray().Distinct().Reverse() : data.ItemsOf(user).ToArray()];
        if (!data.HasOrder)
        {
            random.Shuffle<int>(products);
        }

        return [.. products.Take(Math.Max(1, products.Length / OneIn)).Order()];
    }

    private static InteractionData Without(InteractionData data, (int User, int[] Missing)[] cases)
    {
        int removed = cases.Sum(c => c.Missing.Length);
        var offsets = new int[data.UserCount + 1];
        var columns = new int[data.UserItems.StoredCount - removed];
        var weights = new float[columns.Length];
        int next = 0;
        int end = 0;
        for (int user = 0; user < data.UserCount; user++)
        {
            ReadOnlySpan<int> missing = next < cases.Length && cases[next].User == user ? cases[next++].Missing : [];
            ReadOnlySpan<int> products = data.UserItems.Columns(user);
            ReadOnlySpan<float> values = data.UserItems.Values(user);
            for (int i = 0; i < products.Length; i++)
            {
                if (missing.BinarySearch(products[i]) < 0)
                {
                    (columns[end], weights[end]) = (products[i], values[i]);
                    end++;
                }
            }

            offsets[user + 1] = end;
        }

        return new InteractionData(data.Items, offsets, columns, weights, sequence: null);
    }
}
