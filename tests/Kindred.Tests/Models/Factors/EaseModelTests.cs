using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class EaseConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => EaseModel.Definition;

    protected override string[][] Variants => [["regularization=5"], ["form=sparse", "neighbors=8", "regularization=5"]];
}

public class EaseModelTests
{
    private static readonly TrainingOptions Training = new() { Threads = 2 };

    [Theory]
    [InlineData(EaseForm.Dense)]
    [InlineData(EaseForm.Sparse)]
    public void With_all_products_both_forms_equal_the_closed_form_by_elimination(EaseForm form)
    {
        InteractionData data = DenseOracle.RandomData(3000, 130, seed: 4);
        EaseModel model = EaseModel.Train(data, new EaseOptions { Regularization = 20, Form = form, Neighbors = 200 }, Training, TestContext.Current.CancellationToken);
        var gram = new double[130, 130];
        for (int user = 0; user < 3000; user++)
        {
            foreach (int i in data.UserItems.Columns(user))
            {
                foreach (int j in data.UserItems.Columns(user))
                {
                    gram[i, j]++;
                }
            }
        }

        for (int i = 0; i < 130; i++)
        {
            gram[i, i] += 20;
        }

        double[,] inverse = DenseOracle.Invert(gram);
        var scores = new float[130];
        for (int i = 0; i < 130; i++)
        {
            ((IRecommender)model).ScoreAll(RecommendationQuery.ForBasket(new[] { i }), scores);
            for (int j = 0; j < 130; j++)
            {
                // Every pair has a common user, so that the sparse form leaves none out.
                Assert.Equal(i == j ? 0 : -inverse[i, j] / inverse[j, j], scores[j], 2e-5);
            }
        }
    }

    [Theory]
    [InlineData(10, 50)] // 0.28 · 10^1.75 = 15.7
    [InlineData(100, 885.44)] // 0.28 · 100^1.75 = 0.28 · 3162.28
    public void Left_open_the_penalty_follows_the_mean_history(int products, double penalty)
    {
        // Two users with so many products each, one more product shared by both, one user with nothing.
        var builder = new InteractionBuilder(ConformanceData.Products(2 * products));
        for (int i = 0; i < products; i++)
        {
            builder.Add(0, i);
            builder.Add(1, products - 1 + i);
        }

        InteractionData data = builder.Build(userCount: 3);
        float[] Scores(double regularization)
        {
            var scores = new float[data.ItemCount];
            EaseModel.Train(data, new EaseOptions { Regularization = regularization }, Training, TestContext.Current.CancellationToken)
                .ScoreAll(RecommendationQuery.ForBasket(new[] { 0 }), scores);
            return scores;
        }

        float[] open = Scores(0);
        float[] stated = Scores(penalty);
        Assert.All(Enumerable.Range(1, products - 1), item => Assert.Equal(1, open[item] / stated[item], 1e-4));
    }

    [Fact]
    public void Fewer_neighbours_leave_only_the_nearest()
    {
        EaseModel model = EaseModel.Train(
            DenseOracle.RandomData(100, 30, seed: 5), new EaseOptions { Form = EaseForm.Sparse, Neighbors = 4 }, Training, TestContext.Current.CancellationToken);
        for (int item = 0; item < 30; item++)
        {
            int[] all = [.. Enumerable.Range(0, 30)];
            Assert.Equal(4, model.Explain(RecommendationQuery.ForBasket(all), item).Contributions.Count);
        }
    }

    [Theory]
    [InlineData(EaseForm.Dense)]
    [InlineData(EaseForm.Sparse)]
    public void Too_little_regularisation_is_told_with_the_next_step(EaseForm form)
    {
        // Three products always together: their counts alone have no inverse, and one in a million is lost beside 60,000 users.
        var builder = new InteractionBuilder(ConformanceData.Products(3));
        for (int user = 0; user < 60_000; user++)
        {
            builder.Add(user, 0);
            builder.Add(user, 1);
            builder.Add(user, 2);
        }

        KindredDataException refused = Assert.Throws<KindredDataException>(
            () => EaseModel.Train(builder.Build(), new EaseOptions { Form = form, Regularization = 1e-3 }, Training, TestContext.Current.CancellationToken));
        Assert.Contains("Raise regularization", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_count_once_and_fractions_as_given()
    {
        EaseModel model = EaseModel.Train(DenseOracle.RandomData(100, 30, seed: 6), new EaseOptions(), Training, TestContext.Current.CancellationToken);
        float[] Scores(params float[] weights)
        {
            var scores = new float[30];
            model.ScoreAll(new RecommendationQuery { History = new[] { 3 }, HistoryWeights = weights }, scores);
            return scores;
        }

        Assert.Equal(Scores(1), Scores(4));
        Assert.Equal(Scores(1).Select(s => s / 2), Scores(0.5f));
    }
}
