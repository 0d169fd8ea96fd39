using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Tests.Shared;

namespace Kindred.Tests.Evaluation.Cold;

/// <summary>Online Retail as the comparison's figures were computed (another program, other random splits).</summary>
public class ColdPublishedTests
{
    // Two splits of about 560 cases: a figure moves by about 0.01 from split to split.
    private const double Margin = 0.03;

    [Fact]
    public void Baselines_come_out_as_in_the_comparison_and_the_model_far_ahead()
    {
        (BasketSet baskets, IReadOnlyList<string?> titles) = RetailBaskets.OnlineRetailWithTitles(SharedData.Require("retail/online_retail.csv.gz"));
        Assert.Equal((20_538, 3_903), (baskets.Count, titles.Count(t => t is not null)));
        var options = new ColdOptions { Splits = 1 };
        ColdMethod[] methods = [ColdBaselines.Popularity, ColdBaselines.Bm25, ColdBaselines.LentPpmi, ColdBaselines.LentCounts, ColdMethods.TitleCompanions(new TitleCompanionOptions())];
        ColdComparison table = ColdEvaluator.Compare(
            InteractionData.FromBaskets(baskets), titles, methods, [], options, new EvaluationOptions(), TestContext.Current.CancellationToken);
        Near(table, "popularity", 0.139, 0.127);
        Near(table, "bm25", 0.209, 0.271);
        Near(table, "lent-counts", 0.302, 0.305);
        ColdResult model = table.Methods[^1];
        Assert.True(model.Intervals["recall@20"].Low > 0.45 && model.Intervals["ndcg@20"].Low > 0.50, $"{model.Intervals["recall@20"]} {model.Intervals["ndcg@20"]}");
        Assert.Equal("title-companions", table.Best["ndcg@20"].Model);
        Assert.True(table.Best["ndcg@20"].IsSignificant);
    }

    private static void Near(ColdComparison table, string name, double recall, double ndcg)
    {
        ColdResult result = table.Methods.Single(m => m.Name == name);
        Assert.Equal(recall, result.Metrics["recall@20"], Margin);
        Assert.Equal(ndcg, result.Metrics["ndcg@20"], Margin);
    }
}
