using Kindred.Models;

namespace Kindred.Tests.Models;

public class GraphFilterConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => GraphFilterModel.Definition;

    protected override string[][] Variants => [[], ["factors=3", "low-pass-weight=1", "degree-exponent=0.5"], ["factors=0"]];
}

public class GraphFilterModelTests
{
    // Products of 50 users each make the data dense, 150 products of each user the histories long.
    [Theory]
    [InlineData(50, 150, 0.5, 0.6)]
    [InlineData(50, 50, 0.5, 0.15)]
    [InlineData(49, 150, 0, 0)]
    public void What_is_left_open_is_taken_from_the_data(int users, int products, double exponent, double weight)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(products + 1));
        for (int user = 0; user < users; user++)
        {
            for (int product = 0; product < products; product++)
            {
                builder.Add(user, product);
            }
        }

        GraphFilterOptions taken = new GraphFilterOptions().For(builder.Build());
        Assert.Equal((exponent, weight), (taken.DegreeExponent, Math.Round(taken.LowPassWeight, 12)));
        Assert.Equal(weight > 0, taken.Factors > 0);
        var given = new GraphFilterOptions { DegreeExponent = 0.2, LowPassWeight = 0.1, Factors = 3 };
        Assert.Equal(given, given.For(builder.Build()));
    }

    [Theory]
    [InlineData(6, 0.5)]
    [InlineData(6, -1)]
    [InlineData(0, 0.3)]
    public void Scores_equal_the_dense_formula_with_singular_vectors_by_jacobi(int factors, double exponent)
    {
        InteractionData data = DenseOracle.RandomData(70, 30, seed: 12);
        var options = new GraphFilterOptions { Factors = factors, LowPassWeight = 0.7, DegreeExponent = exponent, Iterations = 60 };
        GraphFilterModel model = GraphFilterModel.Train(data, options, new TrainingOptions(), TestContext.Current.CancellationToken);
        double[] users = [.. Enumerable.Range(0, 30).Select(i => (double)data.ItemUsers.CountInRow(i))];
        var similarity = new double[30, 30];
        for (int user = 0; user < 70; user++)
        {
            foreach (int i in data.UserItems.Columns(user))
            {
                foreach (int j in data.UserItems.Columns(user))
                {
                    similarity[i, j] += 1 / (data.UserItems.CountInRow(user) * Math.Sqrt(users[i] * users[j]));
                }
            }
        }

        (_, double[,] vectors) = DenseOracle.Eigen(similarity);
        var scores = new float[30];
        for (int i = 0; i < 30; i++)
        {
            model.ScoreAll(RecommendationQuery.ForBasket(new[] { i }), scores);
            for (int j = 0; j < 30; j++)
            {
                double lowPass = Enumerable.Range(0, factors).Sum(f => vectors[f, i] * vectors[f, j]) * Math.Sqrt(users[j] / users[i]);
                double linear = similarity[i, j] * Math.Pow(users[j], 0.5 - Math.Max(0, exponent));
                Assert.Equal(linear + (0.7 * lowPass), scores[j], 1e-4);
            }
        }
    }
}
