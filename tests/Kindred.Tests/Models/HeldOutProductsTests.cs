using CsCheck;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

public class HeldOutProductsTests
{
    [Fact]
    public void What_is_taken_out_and_the_rest_are_the_data()
    {
        Gen.Select(Gen.Int[0, 19].HashSet[0, 12].Array[1, 30], Gen.ULong).Sample((users, seed) =>
        {
            InteractionData data = Data(users.Select(u => u.ToArray()));
            var heldOut = HeldOutProducts.Draw(data, seed);
            int able = users.Count(u => u.Count >= 2);
            int robbed = 0;
            for (int user = 0; user < users.Length; user++)
            {
                int[] rest = heldOut.Rest.UserItems.Columns(user).ToArray();
                Assert.Empty(rest.Except(users[user]));
                int missing = users[user].Count - rest.Length;
                Assert.True(missing == 0 || (users[user].Count >= 2 && missing == Math.Max(1, users[user].Count / 5)));
                robbed += missing > 0 ? 1 : 0;
            }

            Assert.Equal((able + 1) / 2, robbed);
            Assert.Equal(heldOut.Rest.UserItems.AllColumns.ToArray(), HeldOutProducts.Draw(data, seed).Rest.UserItems.AllColumns.ToArray());
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Where_the_order_is_known_what_came_last_is_taken()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(12));
        foreach (int item in new[] { 3, 1, 4, 1, 5, 9, 2, 6, 0, 7, 8, 3 })
        {
            builder.Add(0, item);
        }

        // Ten products in the order of first meetings: 3 1 4 5 9 2 6 0 7 8; a fifth are two.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 9], HeldOutProducts.Draw(builder.Build(ordered: true), 1).Rest.UserItems.Columns(0).ToArray());
    }

    [Fact]
    public void Weights_stay_with_their_products()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(9));
        for (int i = 0; i < 9; i++)
        {
            builder.Add(0, i, 1 + i);
        }

        InteractionData rest = HeldOutProducts.Draw(builder.Build(), 3).Rest;
        Assert.Equal(8, rest.UserItems.StoredCount);
        Assert.Equal(rest.UserItems.Columns(0).ToArray().Select(i => 1f + i), rest.UserItems.Values(0).ToArray());
    }

    [Fact]
    public void Nobody_to_take_from_leaves_the_first_candidate()
    {
        InteractionData data = Data([[0], [1]]);
        Assert.Equal([0, 0], HeldOutProducts.Draw(data, 1).Judge(2, (_, scores) => scores.Span.Clear(), new TrainingOptions(), TestContext.Current.CancellationToken));
        Assert.Equal(Similarity.Confidence, ItemKnnModel.Train(data, new KnnOptions(), new TrainingOptions(), TestContext.Current.CancellationToken).Settled.Similarity);
    }

    // Against models of every candidate, trained one by one, whose rankings are sorted in full.
    [Fact]
    public void Models_settle_on_what_finds_the_held_out_products_best()
    {
        var similarities = new HashSet<Similarity>();
        var filters = new HashSet<(double, double)>();
        foreach ((int users, int items, int each, double noise) in new[] { (400, 40, 12, 0.3), (300, 200, 4, 0.1), (150, 30, 10, 0.6), (500, 400, 5, 0.3) })
        {
            InteractionData data = Planted(users, items, each, noise);
            var training = new TrainingOptions { Seed = 8 };
            var heldOut = HeldOutProducts.Draw(data, training.Seed);
            KnnOptions[] measures = new KnnOptions { Neighbors = 50 }.ForProducts();
            KnnOptions measure = ItemKnnModel.Train(data, new KnnOptions { Neighbors = 50 }, training, TestContext.Current.CancellationToken).Settled;
            Assert.Equal(measures.MaxBy(m => Found(data, heldOut, ItemKnnModel.Train(heldOut.Rest, m, training))), measure);
            similarities.Add(measure.Similarity);

            GraphFilterOptions open = new() { Factors = 8, Iterations = 30 };
            GraphFilterOptions filter = GraphFilterModel.Train(data, open, training, TestContext.Current.CancellationToken).Settled;
            double[] found = [.. open.Candidates().Select(c => Found(data, heldOut, GraphFilterModel.Train(heldOut.Rest, c, training)))];
            Assert.Equal(found.Max(), found[Array.IndexOf(open.Candidates(), filter)], 1e-3); // near ties may fall either way by rounding
            filters.Add((filter.DegreeExponent, filter.LowPassWeight));
        }

        Assert.True(similarities.Count > 1 && filters.Count > 1, "the data are too much alike to show a choice");
    }

    [Fact]
    public void Any_number_of_threads_settles_alike()
    {
        InteractionData data = Planted(300, 60, 8, 0.4);
        byte[][] saved = [.. new[] { 1, 3 }.Select(threads =>
        {
            using var stream = new MemoryStream();
            GraphFilterModel.Train(data, new GraphFilterOptions { Factors = 4 }, new TrainingOptions { Threads = threads }).Save(stream);
            return stream.ToArray();
        })];
        Assert.Equal(saved[0], saved[1]);
    }

    [Fact]
    public void A_loaded_model_knows_what_was_settled_and_an_update_keeps_it()
    {
        InteractionData data = Planted(300, 60, 8, 0.4);
        var model = GraphFilterModel.Train(data, new GraphFilterOptions { Factors = 4 }, new TrainingOptions());
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var loaded = (GraphFilterModel)ModelRegistry.Load(stream);
        Assert.Equal(model.Settled, loaded.Settled);
        InteractionData added = Planted(20, 60, 8, 0.9);
        var whole = GraphFilterModel.Train(InteractionMerge.Append(data, added), model.Settled, new TrainingOptions());
        var updated = (GraphFilterModel)loaded.Update(added, new TrainingOptions(), TestContext.Current.CancellationToken);
        var (expected, actual) = (new float[60], new float[60]);
        whole.ScoreAll(RecommendationQuery.ForBasket(new[] { 1, 2 }), expected);
        updated.ScoreAll(RecommendationQuery.ForBasket(new[] { 1, 2 }), actual);
        Assert.Equal(expected, actual);
        Assert.Equal(model.Settled, updated.Settled);
    }

    private static double Found(InteractionData data, HeldOutProducts heldOut, IRecommender model)
    {
        var gains = new List<double>();
        for (int user = 0; user < data.UserCount; user++)
        {
            int[] kept = heldOut.Rest.UserItems.Columns(user).ToArray();
            int[] missing = [.. data.UserItems.Columns(user).ToArray().Except(kept)];
            if (missing.Length > 0)
            {
                var scores = new float[data.ItemCount];
                model.ScoreAll(RecommendationQuery.ForUser(heldOut.Rest, user), scores);
                int[] ranking = [.. Enumerable.Range(0, data.ItemCount).Except(kept).OrderByDescending(i => scores[i]).ThenBy(i => i)];
                double ideal = Enumerable.Range(0, missing.Length).Sum(rank => 1 / Math.Log2(rank + 2));
                gains.Add(missing.Select(m => Array.IndexOf(ranking, m)).Where(rank => rank < 20).Sum(rank => 1 / Math.Log2(rank + 2)) / ideal);
            }
        }

        return gains.Average();
    }

    // Users of five camps who take products of their camp, the first ones oftener, and by chance any.
    private static InteractionData Planted(int users, int items, int each, double noise)
    {
        var random = new RandomStream((ulong)(users + items));
        return Data(Enumerable.Range(0, users).Select(user => Enumerable.Range(0, each).Select(_ =>
        {
            int product = (int)(items / 5 * Math.Pow(random.NextDouble(), 2));
            return random.NextDouble() < noise ? random.NextInt(items) : (product * 5) + (user % 5);
        }).Distinct().ToArray()), items);
    }

    private static InteractionData Data(IEnumerable<int[]> users, int items = 20)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(items));
        int row = 0;
        foreach (int[] products in users)
        {
            Array.ForEach(products, product => builder.Add(row, product));
            row++;
        }

        return builder.Build(row);
    }
}
