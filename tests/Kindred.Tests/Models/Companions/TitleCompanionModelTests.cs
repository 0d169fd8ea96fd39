using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models.Companions;

public class TitleCompanionModelTests
{
    // Two series whose products are bought with each other and never with the other series; "gift tag" sells alone.
    private static readonly string?[] Titles =
    [
        "RED RETROSPOT MUG", "RED RETROSPOT PLATE", "RED RETROSPOT BOWL", "RED RETROSPOT CAKE STAND",
        "JUMBO BAG OWLS", "JUMBO BAG PAISLEY", "JUMBO BAG STRAWBERRY", "JUMBO BAG SKULLS", "GIFT TAG", null,
    ];

    private static readonly TitleCompanionOptions Options = new() { MinLift = 1.5 };

    [Fact]
    public void A_new_product_of_a_series_gets_the_companions_of_the_series()
    {
        ScoredList list = Model().Rank("Red retrospot jug", 4);
        Assert.Equal([0, 1, 2, 3], list.Rows.ToArray().Order());
        Assert.Equal([4, 5, 6, 7], Model().Rank("jumbo bag of dolls", 4).Rows.ToArray().Order());
    }

    [Fact]
    public void The_reasons_add_up_to_the_score_and_name_the_shared_words()
    {
        TitleCompanionModel model = Model();
        var scores = new float[Titles.Length];
        model.ScoreAll("RED RETROSPOT JUG", scores);
        for (int item = 0; item < scores.Length; item++)
        {
            Assert.Equal(scores[item], model.Explain("RED RETROSPOT JUG", item).Score, 1e-6);
        }

        Contribution first = model.Explain("RED RETROSPOT JUG", 0).Contributions[0];
        Assert.InRange(first.Item!.Value, 1, 3);
        Assert.Contains("red … retrospot", first.Reason, StringComparison.Ordinal);
        Assert.True(double.IsNaN(model.Explain("RED RETROSPOT JUG", 99).Score));
    }

    [Fact]
    public void Scores_are_those_of_the_formula_in_the_documentation()
    {
        TitleCompanionModel model = Model();
        var scores = new float[Titles.Length];
        model.ScoreAll("GIFT JUG RETROSPOT", scores);
        double[] expected = Formula("GIFT JUG RETROSPOT");
        Assert.All(scores.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-5));
    }

    [Fact]
    public void Unknown_words_get_the_usual_companions_or_none()
    {
        Assert.NotEqual(0, Model().Rank("xylophone", 5).Count);
        Assert.Equal(0, Model(Options with { PriorSimilarity = 0 }).Rank("xylophone", 5).Count);
        Assert.Equal(0, Model(Options with { PriorSimilarity = 0 }).Rank(string.Empty, 5).Count);
        Assert.Equal(0, Model().Rank("mug", 0).Count);
    }

    [Fact]
    public void A_saved_model_is_the_same_model_and_equal_models_are_equal_bytes()
    {
        byte[] bytes = Save(Model());
        Assert.Equal(bytes, Save(Model(threads: 3)));
        var loaded = TitleCompanionModel.Load(new MemoryStream(bytes));
        Assert.Equal(bytes, Save(loaded));
        var (before, after) = (new float[Titles.Length], new float[Titles.Length]);
        Model().ScoreAll("RED BAG", before);
        loaded.ScoreAll("RED BAG", after);
        Assert.Equal(before, after);
        Assert.Equal(Model().LenderCount, loaded.LenderCount);
    }

    [Fact]
    public void A_damaged_file_or_one_of_another_model_is_refused()
    {
        byte[] bytes = Save(Model());
        bytes[^3] ^= 1;
        Assert.Throws<ModelFileException>(() => TitleCompanionModel.Load(new MemoryStream(bytes)));
        using var other = new MemoryStream();
        new ModelFile("knn", Baskets().Items).Write(other);
        other.Position = 0;
        Assert.Contains("knn", Assert.Throws<ModelFileException>(() => TitleCompanionModel.Load(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shop_without_companions_or_titles_makes_a_model_that_knows_nothing()
    {
        InteractionData one = CompanionListsTests.Baskets(2, [[0], [1]]);
        var model = TitleCompanionModel.Train(one, [null, null], new TitleCompanionOptions(), new TrainingOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(0, model.LenderCount);
        Assert.Equal(0, model.Rank("anything", 5).Count);
        Assert.Throws<KindredDataException>(() => Model(Options with { Regularization = 0 }));
    }

    [Fact]
    public void Defaults_are_those_that_were_measured()
    {
        var options = new TitleCompanionOptions();
        Assert.Equal((5, 3.0, 50), (options.MinPairCount, options.MinLift, options.MaxCompanions));
        Assert.Equal((0.7, 50, 0.02), (options.Regularization, options.TrustedBaskets, options.PriorSimilarity));
    }

    private static TitleCompanionModel Model(TitleCompanionOptions? options = null, int threads = 1) =>
        TitleCompanionModel.Train(Baskets(), Titles, options ?? Options, new TrainingOptions { Threads = threads }, TestContext.Current.CancellationToken);

    private static byte[] Save(TitleCompanionModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static InteractionData Baskets() => CompanionListsTests.Baskets(10, [.. Enumerable.Range(0, 60).Select(Basket)]);

    // Three of the four products of a series in turn; every sixth basket is the gift tag.
    private static int[] Basket(int number)
    {
        int series = number % 2 * 4;
        return number % 6 == 5 ? [8] : [.. Enumerable.Range(0, 3).Select(i => series + ((number / 2) + i) % 4)];
    }

    // (K + λ I)⁻¹ k by Gauss and Seidel, K of feature sets worked out here.
    private static double[] Formula(string title)
    {
        SparseMatrix companions = CompanionLists.Find(Baskets(), Options, new TrainingOptions());
        int[] lenders = [.. Enumerable.Range(0, 10).Where(i => companions.CountInRow(i) > 0)];
        double Kernel(string a, string b) => Vector(a).Sum(f => f.Value * Vector(b).GetValueOrDefault(f.Key)) + Options.PriorSimilarity;
        double[][] among = [.. lenders.Select(i => lenders.Select(j => Kernel(Titles[i]!, Titles[j]!)).ToArray())];
        double[] asked = [.. lenders.Select(i => Kernel(Titles[i]!, title))];
        double[] alpha = new double[lenders.Length];
        for (int step = 0; step < 300; step++)
        {
            for (int i = 0; i < alpha.Length; i++)
            {
                double rest = asked[i] - alpha.Where((_, j) => j != i).Zip(among[i].Where((_, j) => j != i), (a, k) => a * k).Sum();
                alpha[i] = rest / (among[i][i] + Options.Regularization);
            }
        }

        var scores = new double[10];
        for (int i = 0; i < lenders.Length; i++)
        {
            double trust = Math.Min(1, Math.Sqrt(Baskets().ItemUsers.CountInRow(lenders[i]) / (double)Options.TrustedBaskets));
            float[] strengths = companions.Values(lenders[i]).ToArray();
            foreach ((int item, float strength) in companions.Columns(lenders[i]).ToArray().Zip(strengths))
            {
                scores[item] += alpha[i] * trust * Math.Sqrt(strength / strengths.Sum());
            }
        }

        return scores;
    }

    private static Dictionary<string, double> Vector(string title)
    {
        string[] all = [.. Titles.OfType<string>()];
        Dictionary<string, double> weights = Features(title).ToDictionary(f => f, f => 1 + Math.Log((1.0 + all.Length) / (1 + Math.Max(1, all.Count(t => Features(t).Contains(f))))));
        double length = Math.Sqrt(weights.Values.Sum(w => w * w));
        return weights.Where(w => all.Count(t => Features(t).Contains(w.Key)) > 1).ToDictionary(w => w.Key, w => w.Value / length);
    }

    private static HashSet<string> Features(string title)
    {
        string[] tokens = new Kindred.Text.TextAnalyzer().Analyze(title);
        return [.. tokens, .. from i in Enumerable.Range(0, tokens.Length) from j in Enumerable.Range(0, tokens.Length) where i < j select $"{tokens[i]} {tokens[j]}"];
    }
}
