using System.Globalization;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Evaluation.Matching;

public sealed class MatchingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-matching-").FullName;

    [Fact]
    public void Fields_are_read_and_plain_text_is_one_field()
    {
        Dictionary<string, string> fields = OfferFields.Read("COL title VAL red shoe COL brand VAL  COL price VAL 12.50 ");
        Assert.Equal(("red shoe", string.Empty, "12.50", "red shoe 12.50"), (fields["title"], fields["brand"], fields["price"], fields["text"]));
        Assert.Equal("any text", OfferFields.Read("any text")["text"]);
    }

    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.9611)]
    [InlineData("DIXON", "DICKSONX", 0.8133)]
    [InlineData("DWAYNE", "DUANE", 0.84)]
    [InlineData("", "", 1)]
    [InlineData("a", "", 0)]
    [InlineData("abc", "xyz", 0)]
    public void Jaro_Winkler_gives_the_published_examples(string a, string b, double expected) => Assert.Equal(expected, JaroWinkler.Similarity(a, b), 1e-4);

    [Fact]
    public void Regression_finds_the_weights_that_made_the_labels()
    {
        // P = σ(2 x − 1 y + 0.5): with 40,000 rows standard errors are below 0.02.
        var random = new RandomStream(1);
        double[][] rows = [.. Enumerable.Range(0, 40_000).Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })];
        bool[] labels = [.. rows.Select(r => random.NextDouble() < 1 / (1 + Math.Exp(-((2 * r[0]) - r[1] + 0.5))))];
        var fitted = LogisticRegression.Fit(rows, labels, 1e-3, 2, TestContext.Current.CancellationToken);
        double Logit(params double[] row) => Math.Log(fitted.Probability(row) / (1 - fitted.Probability(row)));
        Assert.Equal(0.5, Logit(0, 0), 0.1);
        Assert.Equal(2, Logit(1, 0) - Logit(0, 0), 0.1);
        Assert.Equal(-1, Logit(0, 1) - Logit(0, 0), 0.1);
    }

    [Fact]
    public void Hinges_bend_at_quantiles_and_are_standardised()
    {
        double[][] rows = [.. Enumerable.Range(0, 101).Select(i => new[] { i / 100.0, 7 })];
        var basis = HingeBasis.Learn(rows);
        // The constant second feature has no piece; the first has itself and a knot at each of five quantiles.
        Assert.Equal(6, basis.Count);
        double[][] pieces = [.. rows.Select(basis.Apply)];
        for (int c = 0; c < basis.Count; c++)
        {
            Assert.Equal(0, pieces.Average(p => p[c]), 1e-9);
            Assert.Equal(1, pieces.Average(p => p[c] * p[c]), 1e-9);
        }

        Assert.Equal(pieces[0][1], pieces[20][1], 1e-12);
        Assert.True(pieces[21][1] > pieces[20][1]);
    }

    [Fact]
    public void Model_numbers_decide_planted_matches()
    {
        MatchingTask task = MatchingTask.Read(Write("train", 600, 1), Write("valid", 200, 2), Write("test", 200, 3), TestContext.Current.CancellationToken);
        MatchingResult result = MatchingEvaluator.Evaluate(task, FeatureMatcher.Method, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.Metrics.F1 > 0.97, $"F1 {result.Metrics.F1}");
        Assert.True(result.Intervals["f1"].Low <= result.Metrics.F1 && result.Metrics.F1 <= result.Intervals["f1"].High);
    }

    [Fact]
    public void Training_again_gives_the_same_probabilities_whatever_the_threads()
    {
        MatchingTask task = MatchingTask.Read(Write("train", 200, 1), Write("valid", 100, 2), Write("test", 50, 3), TestContext.Current.CancellationToken);
        using var one = FeatureMatcher.Train(task, new TrainingOptions { Threads = 1 }, TestContext.Current.CancellationToken);
        using var many = FeatureMatcher.Train(task, new TrainingOptions { Threads = 4 }, TestContext.Current.CancellationToken);
        Assert.Equal(one.Probabilities(task.Test, TestContext.Current.CancellationToken), many.Probabilities(task.Test, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Stacked_matchers_know_more_than_each_and_trust_none_that_guesses()
    {
        // One part sees the left half of the truth, one the right half, one nothing of it.
        MatchingPair[] pairs = [.. Enumerable.Range(0, 800).Select(i => new MatchingPair($"{i % 2}", $"{i / 2 % 2} {i}", i % 2 == 1 && i / 2 % 2 == 1))];
        var task = new MatchingTask(pairs, pairs[..400], pairs[400..]);
        MatchingMethod left = Planted("left", p => p.Left == "1" ? 0.8 : 0.2);
        MatchingMethod right = Planted("right", p => p.Right[0] == '1' ? 0.6 : 0.4);
        MatchingMethod guess = Planted("guess", p => (1 + (int.Parse(p.Right[2..], CultureInfo.InvariantCulture) * 37 % 11)) / 12.0);
        double F1(MatchingMethod method) => MatchingEvaluator.Evaluate(task, method, cancellation: TestContext.Current.CancellationToken).Metrics.F1;
        Assert.Equal(2.0 / 3, F1(left), 1e-6);
        MatchingMethod all = StackedMatcher.Of(left, right, guess);
        Assert.Equal("left+right+guess", all.Name);
        Assert.Equal(1, F1(all), 1e-6);
    }

    [Theory]
    [InlineData("a\tb\t1\na\tb\n", "line 2")]
    [InlineData("a\tb\t2\n", "line 1")]
    [InlineData("a\tb\t1\n", "both labels")]
    public void Files_at_fault_are_named(string train, string expected)
    {
        string path = Path.Combine(_folder, "bad");
        File.WriteAllText(path, train);
        string good = Write("good", 20, 1);
        Assert.Contains(expected, Assert.Throws<KindredDataException>(() => MatchingTask.Read(path, good, good)).Message);
    }

    [Fact(Explicit = true)]
    public void Amazon_Google_is_matched_better_than_by_the_published_Magellan()
    {
        string Part(string name) => SharedData.Require($"text/product-matching/Structured_Amazon-Google/{name}.txt.gz");
        MatchingTask task = MatchingTask.Read(Part("train"), Part("valid"), Part("test"), TestContext.Current.CancellationToken);
        Assert.Equal((6874, 2293, 2293), (task.Train.Count, task.Valid.Count, task.Test.Count));
        Assert.True(MatchingEvaluator.Evaluate(task, FeatureMatcher.Method, cancellation: TestContext.Current.CancellationToken).Metrics.F1 > 0.491);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MatchingMethod Planted(string name, Func<MatchingPair, double> probability) => new(name, (_, _, _) => new PlantedMatcher(probability));

    private sealed class PlantedMatcher(Func<MatchingPair, double> probability) : IPairMatcher
    {
        public double[] Probabilities(IReadOnlyList<MatchingPair> pairs, CancellationToken cancellation = default) => [.. pairs.Select(probability)];

        public void Dispose()
        {
        }
    }

    // Half of the pairs name the same model in other words; the others name another model of the same maker.
    private string Write(string name, int pairs, ulong seed)
    {
        var random = new RandomStream(seed);
        string[] colours = ["black", "white", "silver", "refurbished", "new"];
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, Enumerable.Range(0, pairs).Select(i =>
        {
            int model = 1000 + random.NextInt(9000);
            int other = i % 2 == 0 ? model : 1000 + ((model + 1 + random.NextInt(8000)) % 9000);
            string colour = colours[random.NextInt(colours.Length)];
            return $"acme printer px-{model} {colour}\t{colours[random.NextInt(colours.Length)]} acme px{other} laser printer\t{(other == model ? 1 : 0)}";
        }));
        return path;
    }
}
