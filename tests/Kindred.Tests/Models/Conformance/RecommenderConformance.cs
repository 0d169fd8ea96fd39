using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Models;

/// <summary>
/// What every model must do. A model's test is a subclass that names its definition and, where the defaults do not suit twenty products, options.
/// </summary>
public abstract class RecommenderConformance : IModelTest
{
    private static readonly TrainingOptions OneThread = new() { Seed = 5, Threads = 1 };

    public string ModelName => Definition.Name;

    protected abstract ModelDefinition Definition { get; }

    /// <summary>Options, as name=value, that suit the tiny data; each is one combination to test.</summary>
    protected virtual string[][] Variants => [[]];

    /// <summary>Whether the model answers by who asks; popularity does not.</summary>
    protected virtual bool IsPersonal => true;

    /// <summary>Whether any number of threads gives the same bytes; a model that documents otherwise says false.</summary>
    protected virtual bool SameBytesOnAnyThreads => true;

    /// <summary>The options with which a training on everything must equal an update of this model: what was left open stays settled.</summary>
    protected virtual object Settled(IRecommender model, string[] variant) => Definition.ParseOptions(variant);

    /// <summary>Largest relative difference of an updated model's scores from what they must equal.</summary>
    protected virtual double UpdateTolerance => 1e-4;

    [Fact]
    public void Unknown_products_are_legal_everywhere() => ForEachVariant(model =>
    {
        var withUnknown = new RecommendationQuery { User = -4, History = new[] { 0, -1, 999, 2 }, Basket = new[] { 5_000, 1 }, Segment = 77 };
        var without = new RecommendationQuery { History = new[] { 0, 2 }, Basket = new[] { 1 } };
        Assert.Equal(Scores(model, without), Scores(model, withUnknown));
        var scores = new float[3];
        model.Score(without, [-1, 3, ConformanceData.Items], scores);
        Assert.True(float.IsNaN(scores[0]) && float.IsFinite(scores[1]) && float.IsNaN(scores[2]));
        Assert.Empty(model.Explain(without, ConformanceData.Items).Contributions);
        Assert.True(double.IsNaN(model.Explain(without, -1).Score));
    });

    [Fact]
    public void An_empty_query_is_answered() => ForEachVariant(model =>
    {
        Assert.All(Scores(model, RecommendationQuery.Empty), score => Assert.True(float.IsFinite(score)));
        Assert.Equal(ConformanceData.Items, model.Recommend(RecommendationQuery.Empty, 1000).Count);
    });

    [Fact]
    public void More_than_the_catalogue_gives_all_that_pass_the_filter() => ForEachVariant(model =>
    {
        RecommendationQuery query = RecommendationQuery.ForHistory(new[] { 0, 3, 4 });
        ScoredList all = model.Recommend(query, 1000);
        Assert.Equal(ConformanceData.Items - 3, all.Count);
        Assert.False(all.Rows.ContainsAny([0, 3, 4]));
        ScoredList filtered = model.Recommend(query, 1000, new RecommendFilter { ExcludeHistory = false, Exclude = [1], Only = row => row < 5 });
        Assert.Equal([0, 2, 3, 4], filtered.Rows.ToArray().Order());
        Assert.Equal(0, model.Recommend(query, 0).Count);
    });

    [Fact]
    public void One_by_one_equals_in_batches_and_some_equals_all() => ForEachVariant(model =>
    {
        RecommendationQuery[] queries = [.. Queries(ConformanceData.Build())];
        ScoredList[] batch = model.RecommendBatch(queries, 6, threads: 3, cancellation: TestContext.Current.CancellationToken);
        for (int i = 0; i < queries.Length; i++)
        {
            ScoredList single = model.Recommend(queries[i], 6);
            Assert.Equal(single.Rows.ToArray(), batch[i].Rows.ToArray());
            Assert.Equal(single.Scores.ToArray(), batch[i].Scores.ToArray());
            float[] all = Scores(model, queries[i]);
            var some = new float[3];
            model.Score(queries[i], [7, 19, 7], some);
            AssertClose([all[7], all[19], all[7]], some, 1e-5);
        }
    });

    [Fact]
    public void Many_queries_get_the_scores_of_each_alone() => ForEachVariant(model =>
    {
        RecommendationQuery[] queries = [.. Queries(ConformanceData.Build())];
        for (int count = 0; count <= queries.Length; count++)
        {
            var scores = new float[count * ConformanceData.Items];
            model.ScoreMany(queries.AsSpan(0, count), scores);
            Assert.Equal(queries.Take(count).SelectMany(query => Scores(model, query)), scores);
        }

        Assert.ThrowsAny<ArgumentException>(() => model.ScoreMany(queries, new float[ConformanceData.Items]));
    });

    [Fact]
    public void A_saved_model_gives_equal_bytes_and_equal_scores() => ForEachVariant(model =>
    {
        byte[] bytes = Bytes(model);
        IRecommender loaded = ModelRegistry.Load(new MemoryStream(bytes));
        Assert.Equal(bytes, Bytes(loaded));
        Assert.Equal(model.Name, loaded.Name);
        Assert.Equal(model.Items.Fingerprint, loaded.Items.Fingerprint);
        Assert.Equal(model.SizeBytes, loaded.SizeBytes);
        foreach (RecommendationQuery query in Queries(ConformanceData.Build()))
        {
            Assert.Equal(Scores(model, query), Scores(loaded, query));
        }
    });

    [Fact]
    public void Explanations_add_up_to_the_score() => ForEachVariant(model =>
    {
        foreach (RecommendationQuery query in Queries(ConformanceData.Build()))
        {
            float[] scores = Scores(model, query);
            for (int item = 0; item < scores.Length; item++)
            {
                Explanation explanation = model.Explain(query, item);
                double scale = 1e-4 * (1e-2 + explanation.Contributions.Sum(c => Math.Abs(c.Amount)));
                Assert.Equal(scores[item], explanation.Score, scale);
                Assert.Equal(scores[item], explanation.Contributions.Sum(c => c.Amount), scale);
            }
        }
    });

    [Fact]
    public void The_seed_decides_every_byte()
    {
        foreach (string[] variant in Variants)
        {
            byte[] once = Bytes(Train(variant, OneThread));
            Assert.Equal(once, Bytes(Train(variant, OneThread)));
            if (SameBytesOnAnyThreads)
            {
                Assert.Equal(once, Bytes(Train(variant, OneThread with { Threads = 3 })));
            }
        }
    }

    [Fact]
    public void The_planted_camps_are_found() => ForEachVariant(model =>
    {
        if (!IsPersonal)
        {
            return;
        }

        RecommendationQuery[] queries = [.. Enumerable.Range(0, 2).Select(camp => RecommendationQuery.ForHistory(Enumerable.Range(camp * ConformanceData.Camp, 5).ToArray()))];
        for (int camp = 0; camp < 2; camp++)
        {
            int[] top = model.Recommend(queries[camp], 4).Rows.ToArray();
            Assert.All(top, row => Assert.Equal(camp, row / ConformanceData.Camp));
        }
    });

    [Fact]
    public void An_update_equals_what_it_says()
    {
        InteractionData before = ConformanceData.Build();
        InteractionData later = ConformanceData.Later();
        InteractionData both = InteractionMerge.Append(before, later);
        foreach (string[] variant in Variants)
        {
            IRecommender model = Definition.Train(before, Definition.ParseOptions(variant), OneThread, TestContext.Current.CancellationToken);
            byte[] untouched = Bytes(model);
            IRecommender updated = model.Update(later, OneThread, TestContext.Current.CancellationToken);
            Assert.Equal(untouched, Bytes(model));
            Assert.Equal(later.Items.Fingerprint, updated.Items.Fingerprint);
            if (model.UpdateKind == UpdateKind.Exact)
            {
                IRecommender retrained = Definition.Train(both, Settled(model, variant), OneThread, TestContext.Current.CancellationToken);
                Assert.All(Queries(both), query => AssertClose(Scores(retrained, query), Scores(updated, query), UpdateTolerance));
            }
            else
            {
                AssertFoldedIn(model, updated, both);
            }
        }
    }

    [Fact]
    public void An_update_with_other_products_is_refused() => ForEachVariant(model =>
    {
        var builder = new InteractionBuilder(new Vocabulary(["other", "names"]));
        builder.Add(0, 1, unixSeconds: 0);
        Assert.Throws<KindredDataException>(() => model.Update(builder.Build(), OneThread));
    });

    [Fact]
    public void Data_without_interactions_trains_and_answers()
    {
        InteractionData none = new InteractionBuilder(ConformanceData.Products(3)).Build(userCount: 2);
        foreach (string[] variant in Variants)
        {
            IRecommender model = Definition.Train(none, Definition.ParseOptions(variant), OneThread, TestContext.Current.CancellationToken);
            Assert.All(Scores(model, RecommendationQuery.ForBasket(new[] { 1 })), score => Assert.True(float.IsFinite(score)));
        }
    }

    [Fact]
    public void Cancelling_stops_the_training()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.All(Variants, variant => Assert.ThrowsAny<OperationCanceledException>(
            () => Definition.Train(ConformanceData.Build(), Definition.ParseOptions(variant), OneThread, cancelled)));
    }

    [Fact]
    public void Default_options_are_allowed_and_printed_ones_read_back()
    {
        object defaults = Definition.ParseOptions([]);
        ModelOptions.Validate(defaults);
        string[] printed = [.. ModelOptions.Format(defaults).Select(o => $"{o.Key}={o.Value}")];
        Assert.Equal(defaults, Definition.ParseOptions(printed));
        Assert.All(Definition.Parameters, p => Assert.NotEmpty(p.Description));
    }

    protected static float[] Scores(IRecommender model, RecommendationQuery query)
    {
        var scores = new float[model.Items.Count];
        model.ScoreAll(query, scores);
        return scores;
    }

    protected static byte[] Bytes(IRecommender model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    protected static IEnumerable<RecommendationQuery> Queries(InteractionData data)
    {
        yield return RecommendationQuery.Empty;
        yield return RecommendationQuery.ForBasket(new[] { 2, 4 });
        yield return new RecommendationQuery { History = new[] { 11, 3, 11 }, HistoryWeights = new[] { 1f, 2f, 0.5f }, Basket = new[] { 12 } };
        for (int user = 0; user < data.UserCount; user += 13)
        {
            yield return RecommendationQuery.ForUser(data, user);
        }
    }

    private static void AssertFoldedIn(IRecommender model, IRecommender updated, InteractionData both)
    {
        // A history of old products scores the old products as before, and a known row is its whole history folded in.
        RecommendationQuery old = RecommendationQuery.ForHistory(new[] { 1, 4, 6 });
        AssertClose(Scores(model, old), Scores(updated, old).AsSpan(0, model.Items.Count), 1e-4);
        RecommendationQuery byRow = RecommendationQuery.ForUser(both, ConformanceData.Users + 1);
        AssertClose(Scores(updated, byRow with { User = null }), Scores(updated, byRow), 1e-4);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1e-6;
        foreach (float value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * scale);
        }
    }

    private IRecommender Train(string[] variant, TrainingOptions training) =>
        Definition.Train(ConformanceData.Build(), Definition.ParseOptions(variant), training, TestContext.Current.CancellationToken);

    private void ForEachVariant(Action<IRecommender> check)
    {
        foreach (string[] variant in Variants)
        {
            check(Train(variant, OneThread));
        }
    }
}
