using Kindred.Benchmarks.Mining;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Tests.Evaluation;

namespace Kindred.Benchmarks.Models;

/// <summary>
/// The tables of docs/results.md: <c>quality DATA [tuning] MODEL…</c>, a model as <c>als:factors=128</c>. With <c>tuning</c> models are asked the
/// tuning part, on which defaults were chosen, and never a test case.
/// </summary>
internal static class QualityRun
{
    public static int Run(string[] args)
    {
        bool tuning = args is [_, "tuning", ..];
        (EvaluationTask task, string[] metrics) = Open(args[0]);
        EvaluationTask asked = tuning ? task.Tuning! : task;
        int cutoff = MetricName.CutoffOf(metrics[0]);
        var options = new EvaluationOptions { Cutoffs = [cutoff], BootstrapSamples = 200 };
        ComparisonTable table = Evaluator.Compare(asked, [.. args[(tuning ? 2 : 1)..].Select(ModelRequest.Parse)], options);
        Console.WriteLine(ComparisonText.Render(table, metrics));
        return 0;
    }

    // The published figures for ml-1m are of models trained on the training part alone; its tuning part is the validation file.
    private static (EvaluationTask Task, string[] Metrics) Open(string data) => data switch
    {
        "ml-1m" => (Files("ml-1m", SplitFormat.UserItems, trainOnValidation: false), ["recall@20", "ndcg@20"]),
        "beauty" => (Files("amazon-beauty", SplitFormat.Pairs, trainOnValidation: true), ["recall@20", "ndcg@20"]),
        "retail" => (new BasketCompletion().Create(RetailBaskets.OnlineRetail(BenchmarkData.Path("retail/online_retail.csv.gz"))), ["hit@10", "ndcg@10"]),
        "instacart" => (new BasketCompletion().Create(RetailBaskets.Instacart(BenchmarkData.Path("retail/instacart/order_products__prior.csv.gz"))), ["hit@10", "ndcg@10"]),
        "sports" => (NextItem.LeaveLastOut(new SplitReader(SplitFormat.Sequences).Read([BenchmarkData.Path("cf/s3rec-sports.txt.gz")])[0]), ["hit@10", "ndcg@10"]),
        _ => throw new ArgumentException($"There is no data '{data}': choose ml-1m, beauty, retail, instacart or sports."),
    };

    private static EvaluationTask Files(string folder, SplitFormat format, bool trainOnValidation)
    {
        IReadOnlyList<InteractionData> parts = new SplitReader(format).Read([.. new[] { "train", "valid", "test" }.Select(p => BenchmarkData.Path($"cf/{folder}/{p}.txt.gz"))]);
        EvaluationTask task = ReadyMadeSplit.Create(parts[0], parts[1], parts[2]);
        return trainOnValidation ? task : ReadyMadeSplit.Create(parts[0], null, parts[2]) with { Tuning = task.Tuning };
    }
}
