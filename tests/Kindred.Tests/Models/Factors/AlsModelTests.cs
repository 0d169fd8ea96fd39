using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

public class AlsConformanceTests : RecommenderConformance
{
    protected override ModelDefinition Definition => AlsModel.Definition;

    protected override string[][] Variants => [["factors=4"], ["factors=5", "solver=block", "block-size=2", "unobserved-weight=1", "regularization-exponent=0", "regularization=1"]];
}

public class AlsModelTests
{
    private static readonly TrainingOptions Training = new() { Threads = 2 };

    [Theory]
    [InlineData(AlsSolver.ConjugateGradient)]
    [InlineData(AlsSolver.Block)]
    public void After_many_epochs_every_row_solves_its_least_squares_problem_exactly(AlsSolver solver)
    {
        InteractionData data = DenseOracle.RandomData(60, 25, seed: 8);
        var options = new AlsOptions { Factors = 6, Solver = solver, BlockSize = 4, Epochs = 400, Regularization = 0.05, UnobservedWeight = 0.3 };
        AlsModel model = AlsModel.Train(data, options, Training, TestContext.Current.CancellationToken);
        double[,] items = Matrix(model.ItemVectors.Span, 6);
        double[,] users = Solve(data.UserItems, items, options);

        // At the fixed point the items are the solution against the users, who are the solution against the items.
        double[,] again = Solve(data.ItemUsers, users, options);
        for (int item = 0; item < 25; item++)
        {
            for (int f = 0; f < 6; f++)
            {
                Assert.Equal(again[item, f], items[item, f], 2e-3);
            }
        }

        for (int user = 0; user < 60; user++)
        {
            float[] folded = model.Vector(RecommendationQuery.ForUser(data, user));
            for (int f = 0; f < 6; f++)
            {
                Assert.Equal(users[user, f], folded[f], 1e-4);
            }
        }
    }

    [Fact]
    public void One_block_as_wide_as_the_vector_is_classic_alternating_least_squares()
    {
        InteractionData data = DenseOracle.RandomData(40, 25, seed: 9);
        var options = new AlsOptions { Factors = 5, Solver = AlsSolver.Block, BlockSize = 5, Epochs = 1, Regularization = 0.005, UnobservedWeight = 0.3 };
        AlsModel one = AlsModel.Train(data, options, Training, TestContext.Current.CancellationToken);
        double[,] start = Matrix(FactorMatrix.Gaussian(25, 5, 0.1 / Math.Sqrt(5), Training.Seed).Elements, 5);
        double[,] expected = Solve(data.ItemUsers, Solve(data.UserItems, start, options), options);
        double[,] actual = Matrix(one.ItemVectors.Span, 5);
        Assert.All(Enumerable.Range(0, 125), i => Assert.Equal(expected[i / 5, i % 5], actual[i / 5, i % 5], 1e-4));
    }

    [Theory]
    [InlineData(50, 0.008)]
    [InlineData(49, 0.015)]
    public void Left_open_the_penalty_goes_by_the_users_of_a_product(int users, double penalty)
    {
        var builder = new InteractionBuilder(ConformanceData.Products(3));
        for (int user = 0; user < users; user++)
        {
            builder.Add(user, 0);
            builder.Add(user, 1);
        }

        Assert.Equal(penalty, new AlsOptions().For(builder.Build()).Regularization);
        Assert.Equal(0.1, new AlsOptions { Regularization = 0.1 }.For(builder.Build()).Regularization);
    }

    [Fact]
    public void Left_open_the_weight_of_unobserved_pairs_lets_all_weigh_twelve_times_the_observed()
    {
        // 3 users with 2 of 4 products each; a fourth user and a fifth product have nothing: 12 × 6 ÷ (3 × 4).
        var builder = new InteractionBuilder(ConformanceData.Products(5));
        foreach ((int user, int item) in new[] { (0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3) })
        {
            builder.Add(user, item);
        }

        InteractionData data = builder.Build(userCount: 4);
        var options = new AlsOptions { Factors = 2 };
        AlsModel open = AlsModel.Train(data, options, Training, TestContext.Current.CancellationToken);
        AlsModel stated = AlsModel.Train(data, options with { UnobservedWeight = 6 }, Training, TestContext.Current.CancellationToken);
        Assert.Equal(stated.ItemVectors.ToArray(), open.ItemVectors.ToArray());
    }

    [Fact]
    public void A_training_that_goes_on_from_a_checkpoint_equals_one_that_was_not_interrupted()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            InteractionData data = DenseOracle.RandomData(40, 25, seed: 10);
            var options = new AlsOptions { Factors = 4, Epochs = 6 };
            AlsModel whole = AlsModel.Train(data, options, Training, TestContext.Current.CancellationToken);
            TrainingOptions kept = Training with { Checkpoint = new CheckpointOptions(Path.Combine(folder, "als")) };
            AlsModel.Train(data, options with { Epochs = 3 }, kept, TestContext.Current.CancellationToken);
            AlsModel resumed = AlsModel.Train(data, options, kept, TestContext.Current.CancellationToken);
            Assert.Equal(whole.ItemVectors.ToArray(), resumed.ItemVectors.ToArray());
            Assert.Throws<Kindred.Domain.KindredDataException>(() => AlsModel.Train(data, options, kept with { Seed = 2 }, TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Early_stopping_returns_the_best_model_seen()
    {
        InteractionData data = DenseOracle.RandomData(40, 25, seed: 11);
        double[] qualities = [1, 5, 2, 3, 4];
        int calls = 0;
        TrainingOptions stopping = Training with { Validate = _ => qualities[calls++], Patience = 2 };
        AlsModel best = AlsModel.Train(data, new AlsOptions { Factors = 4, Epochs = 100 }, stopping, TestContext.Current.CancellationToken);
        Assert.Equal(4, calls);
        Assert.Equal(AlsModel.Train(data, new AlsOptions { Factors = 4, Epochs = 2 }, Training, TestContext.Current.CancellationToken).ItemVectors.ToArray(), best.ItemVectors.ToArray());
    }

    [Fact]
    public void Too_little_regularisation_is_told_with_the_next_step()
    {
        var options = new AlsOptions { Factors = 8, Solver = AlsSolver.Block, BlockSize = 8, Regularization = 1e-12, UnobservedWeight = 1e-9 };
        KindredDataException refused = Assert.Throws<KindredDataException>(
            () => AlsModel.Train(DenseOracle.RandomData(40, 25, seed: 12), options, Training, TestContext.Current.CancellationToken));
        Assert.Contains("Raise regularization", refused.Message, StringComparison.Ordinal);
    }

    // The normal equations as they stand in the paper, with every pair written out.
    private static double[,] Solve(SparseMatrix entries, double[,] other, AlsOptions options)
    {
        int n = other.GetLength(0);
        int f = other.GetLength(1);
        var solution = new double[entries.RowCount, f];
        for (int row = 0; row < entries.RowCount; row++)
        {
            var system = new double[f, f];
            var right = new double[f];
            for (int y = 0; y < n; y++)
            {
                int at = entries.Columns(row).BinarySearch(y);
                double weight = at < 0 ? 0 : 1 + Math.Log(entries.Values(row)[at]);
                for (int a = 0; a < f; a++)
                {
                    right[a] += weight * other[y, a];
                    for (int b = 0; b < f; b++)
                    {
                        system[a, b] += (weight + options.UnobservedWeight) * other[y, a] * other[y, b];
                    }
                }
            }

            for (int a = 0; a < f; a++)
            {
                system[a, a] += options.Regularization * Math.Pow(entries.CountInRow(row) + (options.UnobservedWeight * n), options.RegularizationExponent);
            }

            double[,] inverse = DenseOracle.Invert(system);
            for (int a = 0; a < f; a++)
            {
                solution[row, a] = Enumerable.Range(0, f).Sum(b => inverse[a, b] * right[b]);
            }
        }

        return solution;
    }

    private static double[,] Matrix(ReadOnlySpan<float> elements, int columns)
    {
        var matrix = new double[elements.Length / columns, columns];
        for (int i = 0; i < elements.Length; i++)
        {
            matrix[i / columns, i % columns] = elements[i];
        }

        return matrix;
    }
}
