using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Models.Companions;

namespace Kindred.Tests.Evaluation.Cold;

public class ColdEvaluatorTests
{
    private static readonly EvaluationOptions Run = new() { BootstrapSamples = 200, Threads = 2 };

    // Ten products that are bought with their neighbours round a circle; a cold one has companions among the others.
    private static readonly ColdOptions Protocol = new() { MinBaskets = 5, MinPairCount = 3, MinLift = 1.2, MinCompanions = 1, Cutoff = 2, Splits = 3 };

    [Fact]
    public void Metrics_are_those_worked_by_hand()
    {
        // The truth first, then everything else, is perfect; the truth last is worth nothing but where hardly anything else is there to rank.
        ColdComparison table = Compare(Knowing("right", 1), Knowing("wrong", -1));
        Assert.Equal((1, 1), (table.Methods[0].Metrics["recall@2"], table.Methods[0].Metrics["ndcg@2"]));
        Assert.Equal((0, 0), (table.Methods[1].Metrics["recall@2"], table.Methods[1].Metrics["ndcg@2"]));
        Assert.Equal(new Interval(1, 1), table.Methods[0].Intervals["recall@2"]);
        Assert.Equal("right", table.Best["ndcg@2"].Model);
        Assert.True(table.Best["ndcg@2"].IsSignificant);
        Assert.Equal(3, table.Cases.Count);
    }

    [Fact]
    public void A_hit_in_second_place_counts_as_recall_and_discounted_as_gain()
    {
        // The best score goes to a product that is no companion, the second to one companion of at least two.
        ColdMethod second = new("second", (split, _, _) => (question, scores) =>
        {
            scores[question.Companions[0]] = 1;
            scores[Enumerable.Range(0, scores.Length).First(r => split.IsWarm(r) && !question.Companions.Contains(r))] = 2;
        });
        ColdComparison table = Compare(Protocol with { MinCompanions = 2 }, second);
        double discount = 1 / Math.Log2(3);
        Assert.Equal(0.5, table.Methods[0].Metrics["recall@2"], 1e-6);
        Assert.Equal(discount / (1 + discount), table.Methods[0].Metrics["ndcg@2"], 1e-6);
    }

    [Fact]
    public void A_fusion_adds_standardised_scores()
    {
        ColdMethod loud = new("loud", (_, _, _) => (question, scores) => scores[question.Companions[0]] = 1_000_000);
        ColdMethod[] methods = [Knowing("right", 1), loud, Knowing("wrong", -1)];
        var cancels = new ColdFusion("cancels", new Dictionary<string, double> { ["right"] = 1, ["loud"] = 0.1, ["wrong"] = 0.9 });
        var fooled = new ColdFusion("fooled", new Dictionary<string, double> { ["wrong"] = 1 });
        ColdComparison table = ColdEvaluator.Compare(Circle(), Titles, methods, [cancels, fooled], Protocol, Run, TestContext.Current.CancellationToken);
        Assert.Equal(["right", "loud", "wrong", "cancels", "fooled"], table.Methods.Select(m => m.Name));
        Assert.Equal(1, table.Methods[3].Metrics["recall@2"]);
        Assert.Equal(table.Methods[2].Metrics, table.Methods[4].Metrics);
    }

    [Fact]
    public void Threads_change_nothing_and_seeds_do()
    {
        ColdMethod[] methods = [ColdBaselines.Popularity, .. ColdBaselines.All.Skip(1), ColdMethods.TitleCompanions(new TitleCompanionOptions { MinPairCount = 3, MinLift = 1.2 })];
        ColdComparison Table(int threads, ulong seed) =>
            ColdEvaluator.Compare(Circle(), Titles, methods, [], Protocol, Run with { Threads = threads, Seed = seed }, TestContext.Current.CancellationToken);
        ColdComparison one = Table(1, 1);
        ColdComparison three = Table(3, 1);
        Assert.Equal(one.Methods.Select(m => m.Metrics["ndcg@2"]), three.Methods.Select(m => m.Metrics["ndcg@2"]));
        Assert.Equal(one.Methods.Select(m => m.Intervals["ndcg@2"]), three.Methods.Select(m => m.Intervals["ndcg@2"]));
        Assert.NotEqual(one.Methods.SelectMany(m => m.BySplit["ndcg@2"]), Table(1, 50).Methods.SelectMany(m => m.BySplit["ndcg@2"]));
    }

    [Fact]
    public void An_encoder_is_asked_for_nearest_titles_and_sums_hold_every_method()
    {
        ColdMethod[] methods =
        [
            ColdBaselines.Vectors("encoder", titles => StaticEncoder.Train(titles, new StaticEncoderOptions { Dimensions = 8, Buckets = 0, CommonComponents = 0 })),
            .. ColdMethods.All(Protocol),
        ];
        ColdComparison table = ColdEvaluator.Compare(Circle(), Titles, methods, ColdMethods.Sums(methods), Protocol, Run, TestContext.Current.CancellationToken);
        Assert.Equal(["encoder", "popularity", "bm25", "ridge-ppmi", "lent-ppmi", "ridge-counts", "lent-counts", "title-companions", "sum of baselines", "sum with model"], table.Methods.Select(m => m.Name));
        Assert.True(table.Methods[0].Metrics["recall@2"] > 0.3, "the other piece of a series is a companion, and nearest by title");
    }

    [Fact]
    public void Without_a_case_the_message_says_which_limits_to_lower()
    {
        KindredDataException refusal = Assert.Throws<KindredDataException>(() => Compare(Protocol with { MinLift = 1_000 }, ColdBaselines.Popularity));
        Assert.Contains("lower these limits", refusal.Message, StringComparison.Ordinal);
    }

    private static readonly string?[] Titles = [.. Enumerable.Range(0, 20).Select(i => (string?)$"series {"abcdefghij"[i / 2]} piece {i}")];

    private static ColdComparison Compare(params ColdMethod[] methods) => Compare(Protocol, methods);

    private static ColdComparison Compare(ColdOptions protocol, params ColdMethod[] methods) =>
        ColdEvaluator.Compare(Circle(), Titles, methods, [], protocol, Run, TestContext.Current.CancellationToken);

    private static ColdMethod Knowing(string name, float score) => new(name, (_, _, _) => (question, scores) =>
    {
        foreach (int companion in question.Companions)
        {
            scores[companion] = score;
        }
    });

    private static InteractionData Circle() =>
        CompanionListsTests.Baskets(20, [.. Enumerable.Range(0, 200).Select(b => new[] { b % 20, (b + 1) % 20, (b + 2) % 20, (b + 3) % 20 })]);
}
