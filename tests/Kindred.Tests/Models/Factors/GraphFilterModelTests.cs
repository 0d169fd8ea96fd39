using Kindred.Models;

namespace Kindred.Tests.Models;

public class GraphFilterConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => GraphFilterModel.Definition;

    protected override string[][] Variants => [[], ["factors=3", "low-pass-weight=1"], ["factors=0"]];
}

public class GraphFilterModelTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(0)]
    public void Scores_equal_the_dense_formula_with_singular_vectors_by_jacobi(int factors)
    {
        InteractionData data = DenseOracle.RandomData(70, 30, seed: 12);
        var options = new GraphFilterOptions { Factors = factors, LowPassWeight = 0.7, Iterations = 60 };
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
                Assert.Equal(similarity[i, j] + (0.7 * lowPass), scores[j], 1e-4);
            }
        }
    }
}
