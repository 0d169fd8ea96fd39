using CsCheck;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

public class ItemKnnConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => ItemKnnModel.Definition;

    // Sums of logarithms of lifts find the camps too, but their explanations can cancel to almost nothing.
    protected override string[][] Variants =>
        [[], .. Enum.GetNames<Similarity>().Select(s => new[] { "similarity=" + Kebab(s), "neighbors=6", "shrink=2" })];

    protected override object Settled(IRecommender model, string[] variant) => ((ItemKnnModel)model).Settled;

    internal static string Kebab(string name) => name switch { "TfIdf" => "tf-idf", "LogLikelihood" => "log-likelihood", "LogLift" => "log-lift", _ => name };
}

public class UserKnnConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => UserKnnModel.Definition;

    protected override string[][] Variants =>
        [[], .. Enum.GetNames<Similarity>().Select(s => new[] { "similarity=" + ItemKnnConformanceTests.Kebab(s), "neighbors=15", "shrink=2" })];
}

public class NeighbourModelTests
{
    // Users × products: counts of pairs are {0,1}: 2, {0,2}: 1, {1,2}: 1; products have 3, 2, 2 of 4 users.
    private static readonly int[][] Small = [[0, 1], [0, 1, 2], [0], [2]];

    [Theory]
    [InlineData(Similarity.Cosine, 0.816497)] // 2 / √(3·2)
    [InlineData(Similarity.Jaccard, 0.666667)] // 2 / (3 + 2 − 2)
    [InlineData(Similarity.Confidence, 0.666667)] // 2 / 3
    [InlineData(Similarity.Lift, 1.333333)] // 2·4 / (3·2)
    [InlineData(Similarity.LogLift, 0.287682)] // ln 4/3
    [InlineData(Similarity.LogLikelihood, 0.633175)] // G² = 2 (2 ln 4/3 + 1 ln 2/3 + 0 + 1 ln 2) = 1.726092; 1 − 1/2.726092
    public void Worked_by_hand(Similarity similarity, double expected)
    {
        ItemKnnModel model = Train(Small, new KnnOptions { Similarity = similarity });
        Assert.Equal(expected, Scores(model, [0])[1], 5e-6);
    }

    [Fact]
    public void Bm25_by_hand()
    {
        // idf = ln(rows 3 / (1 + products of the user)): ln 3/3, ln 3/4 → 0, ln 3/2, ln 3/2; only user 2 (product 0) and user 3 (product 2) weigh.
        // No two products share a weighing user, so nothing is alike.
        Assert.Equal([0, 0, 0], Scores(Train(Small, new KnnOptions { Similarity = Similarity.Bm25 }), [0, 1, 2]));

        // Five products; products 0 and 1 share user 0, who has 2 products: idf ln 5/3. Lengths 2 and 1, mean 1 over five rows.
        // Weight 0: 2.2 / (1.2 (0.25 + 0.75·2) + 1) = 2.2/3.1; weight 1: 2.2 / (1.2 + 1) = 1.
        ItemKnnModel model = Train([[0, 1], [0], [2], [3]], new KnnOptions { Similarity = Similarity.Bm25 }, items: 5);
        Assert.Equal(2.2 / 3.1 * Math.Pow(Math.Log(5.0 / 3), 2), Scores(model, [0])[1], 1e-6);
    }

    [Fact]
    public void The_fast_table_equals_the_obvious_one()
    {
        Gen.Select(Gen.Int[0, 9].HashSet[0, 6].Array[1, 12], Gen.Enum<Similarity>().Where(s => s != Similarity.Auto), Gen.Int[1, 3]).Sample((users, kind, minCount) =>
        {
            InteractionData data = Data([.. users.Select(u => u.ToArray())], 10);
            var measure = new RowSimilarity(new KnnOptions { Similarity = kind, Shrink = 1.5, MinCount = minCount });
            SparseMatrix fast = NeighbourTable.Build(data.ItemUsers, measure, 0, new TrainingOptions { Threads = 2 }, CancellationToken.None);
            SparseMatrix weighted = measure.WeightingOf(data.ItemUsers).Apply(data.ItemUsers);
            for (int i = 0; i < 10; i++)
            {
                for (int j = 0; j < 10; j++)
                {
                    double slow = i == j ? 0 : Obvious(weighted, i, j, measure);
                    int at = fast.Columns(i).IndexOf(j);
                    Assert.Equal(slow, at < 0 ? 0 : fast.Values(i)[at], 1e-5);
                }
            }
        });
    }

    [Fact]
    public void What_a_row_leaves_behind_does_not_reach_the_next()
    {
        // No two products have four users in common; tf-idf weighs user 0, who has all of them, 0, so cells are counted and yet of weight 0.
        ItemKnnModel model = Train([[0, 1, 2, 3], [0, 2], [1, 3], [0, 2], [1, 3]], new KnnOptions { Similarity = Similarity.TfIdf, Shrink = 0, MinCount = 4 });
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(0, model.Neighbours(i).Count));
    }

    [Theory]
    [InlineData(Similarity.Auto, -1, "tf-idf 0", "confidence 10, tf-idf 10, bm25 0")]
    [InlineData(Similarity.Auto, 2, "tf-idf 2", "confidence 2, tf-idf 2, bm25 2")]
    [InlineData(Similarity.Confidence, -1, "confidence 0", "confidence 0")]
    [InlineData(Similarity.Cosine, 3, "cosine 3", "cosine 3")]
    public void Only_what_is_left_open_is_settled(Similarity similarity, double shrink, string users, string products)
    {
        var options = new KnnOptions { Similarity = similarity, Shrink = shrink };
        Assert.Equal(users, Text(options.ForUsers()));
        Assert.Equal(products, string.Join(", ", options.ForProducts().Select(Text)));
        static string Text(KnnOptions o) => $"{ItemKnnConformanceTests.Kebab(o.Similarity.ToString()).ToLowerInvariant()} {o.Shrink}";
    }

    [Fact]
    public void Only_the_nearest_are_kept_and_of_equal_ones_the_first()
    {
        ItemKnnModel model = Train([[0, 1, 2, 3], [0, 3]], new KnnOptions { Similarity = Similarity.Jaccard, Neighbors = 2 });
        Assert.Equal([3, 1], model.Neighbours(0).Rows.ToArray());
    }

    [Fact]
    public void A_user_is_not_his_own_neighbour()
    {
        InteractionData data = Data([[0, 1], [0, 2], [0, 2]], 3);
        var model = UserKnnModel.Train(data, new KnnOptions { Similarity = Similarity.Jaccard, Neighbors = 1 }, new TrainingOptions());
        // Of users 0 and 2 only user 2 is equal to user 1 (similarity 1); were he his own neighbour, the answer would come from himself.
        Explanation explanation = model.Explain(RecommendationQuery.ForUser(data, 1), 2);
        Assert.Equal(1, explanation.Score, 1e-6);
        Assert.Equal(0, model.Explain(RecommendationQuery.ForUser(data, 1), 1).Score);
        var two = UserKnnModel.Train(data, new KnnOptions { Similarity = Similarity.Jaccard, Neighbors = 2 }, new TrainingOptions());
        Assert.Equal(1.0 / 3, two.Explain(RecommendationQuery.ForUser(data, 1), 1).Score, 1e-6);
    }

    private static double Obvious(SparseMatrix weighted, int i, int j, RowSimilarity measure)
    {
        int[] common = [.. weighted.Columns(i).ToArray().Intersect(weighted.Columns(j).ToArray())];
        double dot = common.Sum(c => (double)weighted.Values(i)[weighted.Columns(i).IndexOf(c)] * weighted.Values(j)[weighted.Columns(j).IndexOf(c)]);
        return dot == 0 ? 0 : measure.Finish(dot, common.Length, weighted.CountInRow(i), weighted.CountInRow(j), weighted.ColumnCount);
    }

    private static ItemKnnModel Train(int[][] users, KnnOptions options, int? items = null) =>
        ItemKnnModel.Train(Data(users, items ?? users.Max(u => u.Max()) + 1), options, new TrainingOptions());

    private static InteractionData Data(int[][] users, int items)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(items));
        for (int user = 0; user < users.Length; user++)
        {
            foreach (int item in users[user])
            {
                builder.Add(user, item);
            }
        }

        return builder.Build(users.Length);
    }

    private static float[] Scores(ItemKnnModel model, int[] basket)
    {
        var scores = new float[model.Items.Count];
        model.ScoreAll(RecommendationQuery.ForBasket(basket), scores);
        return scores;
    }
}
