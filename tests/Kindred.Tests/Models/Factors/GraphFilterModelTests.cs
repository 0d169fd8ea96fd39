using Kindred.Models;

namespace Kindred.Tests.Models;

public class GraphFilterConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => GraphFilterModel.Definition;

    protected override string[][] Variants => [[], ["factors=3", "low-pass-weight=1", "degree-exponent=0.5"], ["factors=0"]];

    protected override object Settled(IRecommender model, string[] variant) => ((GraphFilterModel)model).Settled;
}

public class GraphFilterModelTests
{
    [Fact]
    public void Only_what_is_left_open_is_settled()
    {
        GraphFilterOptions[] all = new GraphFilterOptions().Candidates();
        Assert.Equal(18, all.Length);
        Assert.All(all, c => Assert.Equal(c.LowPassWeight > 0 ? 128 : 0, c.Factors));
        Assert.Equal([0, 0.25, 0.5], all.Select(c => c.DegreeExponent).Distinct());
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0.2, 0.2], new GraphFilterOptions { DegreeExponent = 0.2 }.Candidates().Select(c => c.DegreeExponent));
        Assert.Equal([0.7, 0.7, 0.7], new GraphFilterOptions { LowPassWeight = 0.7 }.Candidates().Select(c => c.LowPassWeight));
        Assert.Equal([0, 0, 0], new GraphFilterOptions { Factors = 0 }.Candidates().Select(c => c.LowPassWeight));
        var given = new GraphFilterOptions { DegreeExponent = 0.2, LowPassWeight = 0.1, Factors = 3 };
        Assert.Equal([given], given.Candidates());
    }

    [Theory]
    [InlineData(6, 0.5)]
    [InlineData(6, 0)]
    [InlineData(6, 0.25)]
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
                double linear = similarity[i, j] * Math.Pow(users[j], 0.5 - exponent);
                Assert.Equal(linear + (0.7 * lowPass), scores[j], 1e-4);
            }
        }
    }
}
