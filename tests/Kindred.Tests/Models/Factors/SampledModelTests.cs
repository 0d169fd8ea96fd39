using System.Numerics.Tensors;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class BprConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => BprModel.Definition;

    protected override string[][] Variants => [["factors=8", "epochs=80"], ["factors=5", "epochs=80", "negative-exponent=0", "candidates=1"]];

    protected override bool SameBytesOnAnyThreads => false;
}

public class Item2VecConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => Item2VecModel.Definition;

    protected override string[][] Variants => [["factors=8", "epochs=60"], ["factors=6", "epochs=60", "objective=pairs", "negative-exponent=-0.5", "pairs=7"]];

    protected override bool SameBytesOnAnyThreads => false;
}

public class SampledModelTests
{
    [Theory]
    [InlineData("bpr:factors=8;epochs=150", 1)]
    [InlineData("bpr:factors=8;epochs=150", 3)]
    [InlineData("item2vec:factors=8;epochs=150", 1)]
    [InlineData("item2vec:factors=8;epochs=150", 3)]
    [InlineData("item2vec:factors=8;epochs=150;objective=pairs", 1)]
    public void The_held_out_diagonal_of_a_checkerboard_comes_first(string model, int threads)
    {
        // Even users have all even products, odd users all odd ones, but for the product of their own number.
        const int Size = 24;
        var builder = new InteractionBuilder(ConformanceData.Products(Size));
        for (int user = 0; user < Size; user++)
        {
            for (int item = user % 2; item < Size; item += 2)
            {
                if (item != user)
                {
                    builder.Add(user, item);
                }
            }
        }

        InteractionData data = builder.Build();
        var request = Kindred.Evaluation.ModelRequest.Parse(model);
        IRecommender trained = request.Definition.Train(data, request.Options, new TrainingOptions { Threads = threads }, TestContext.Current.CancellationToken);
        for (int user = 0; user < Size; user++)
        {
            Assert.Equal(user, trained.Recommend(RecommendationQuery.ForUser(data, user), 1).Rows[0]);
        }
    }

    [Fact]
    public void Pairwise_ranking_puts_most_of_what_a_user_has_above_what_he_has_not()
    {
        InteractionData data = ConformanceData.Build();
        BprModel model = BprModel.Train(data, new BprOptions { Factors = 8 }, new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        (int right, int pairs) = (0, 0);
        var scores = new float[ConformanceData.Items];
        for (int user = 0; user < ConformanceData.Users; user++)
        {
            int[] has = data.UserItems.Columns(user).ToArray();
            model.ScoreAll(RecommendationQuery.ForUser(data, user), scores);
            foreach (int other in Enumerable.Range(0, ConformanceData.Items).Except(has))
            {
                right += has.Count(item => scores[item] > scores[other]);
                pairs += has.Length;
            }
        }

        Assert.InRange((double)right / pairs, 0.9, 1);
    }

    [Fact]
    public void Products_with_the_same_company_get_like_vectors_though_they_never_meet()
    {
        // 0 and 1 are substitutes: each is bought with 2, 3 and 4, never together; 5, 6 and 7 are another world.
        var builder = new InteractionBuilder(ConformanceData.Products(8));
        for (int basket = 0; basket < 300; basket++)
        {
            int[] items = (basket % 3) switch { 0 => [0, 2, 3, 4], 1 => [1, 2, 3, 4], _ => [5, 6, 7] };
            foreach (int item in items)
            {
                builder.Add(basket, item);
            }
        }

        Item2VecModel model = Item2VecModel.Train(
            builder.Build(), new Item2VecOptions { Factors = 8, Epochs = 40 }, new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        double Cosine(int other) => TensorPrimitives.CosineSimilarity(Vector(model, 0), Vector(model, other));
        Assert.True(Cosine(1) > 0.8, $"cosine {Cosine(1)}");
        Assert.All([5, 6, 7], other => Assert.True(Cosine(other) < 0.6, $"cosine {Cosine(other)}"));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Scores_are_the_log_odds_of_the_product_that_goes_with_the_basket_whatever_the_negatives(double exponent)
    {
        // Pairs with product 0: 1 in 600 baskets, 2 in 300, 3 in 75; the others also meet among themselves, so that their frequencies differ.
        (int, int, int)[] baskets = [(0, 1, 600), (0, 2, 300), (0, 3, 75), (3, 4, 900), (2, 4, 150)];
        var builder = new InteractionBuilder(ConformanceData.Products(5));
        int user = 0;
        foreach ((int first, int second, int count) in baskets)
        {
            for (int i = 0; i < count; i++, user++)
            {
                builder.Add(user, first);
                builder.Add(user, second);
            }
        }

        var options = new Item2VecOptions { Factors = 16, Epochs = 150, NegativeExponent = exponent };
        Item2VecModel model = Item2VecModel.Train(builder.Build(), options, new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        var scores = new float[5];
        model.ScoreAll(RecommendationQuery.ForBasket(new[] { 0 }), scores);
        static double LogOdds(double baskets) => Math.Log(baskets / (975 - baskets));
        Assert.Equal(LogOdds(600) - LogOdds(300), scores[1] - scores[2], 0.1);
        Assert.Equal(LogOdds(600) - LogOdds(75), scores[1] - scores[3], 0.3);
    }

    [Fact]
    public void Products_nobody_has_come_last()
    {
        var builder = new InteractionBuilder(ConformanceData.Products(ConformanceData.Items + 1));
        InteractionData known = ConformanceData.Build();
        for (int user = 0; user < known.UserCount; user++)
        {
            foreach (int item in known.UserItems.Columns(user))
            {
                builder.Add(user, item);
            }
        }

        foreach (ModelDefinition definition in new[] { BprModel.Definition, Item2VecModel.Definition })
        {
            IRecommender model = definition.Train(builder.Build(), definition.ParseOptions([]), new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken);
            Assert.Equal(ConformanceData.Items, model.Recommend(RecommendationQuery.ForBasket(new[] { 1, 2 }), 100).Rows[^1]);
        }
    }

    [Fact]
    public void A_training_that_diverges_is_refused_with_the_next_step()
    {
        var fault = Assert.Throws<Kindred.Domain.KindredDataException>(() => BprModel.Train(
            ConformanceData.Build(), new BprOptions { LearningRate = 10, Regularization = 5 }, new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken));
        Assert.Contains("learning-rate", fault.Message, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<float> Vector(Item2VecModel model, int item) => model.ItemVectors.Span.Slice(item * model.Factors, model.Factors);
}
