using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation.Retrieval;

public sealed class RetrievalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-retrieval-").FullName;

    [Fact]
    public void Metrics_are_those_of_a_hand_worked_ranking()
    {
        // Judged: row 5 grade 3, row 7 grade 1, row 9 grade 0. Ranking 9, 5, 1.
        var query = new RetrievalQuery("q", [5, 7, 9], [3, 1, 0]);
        float[] values = RetrievalMetrics.Compute([9, 5, 1], query);
        double ideal = (7 / Math.Log2(2)) + (1 / Math.Log2(3));
        Assert.Equal(7 / Math.Log2(3) / ideal, values[0], 1e-6);
        Assert.Equal(0.5, values[1], 1e-6);
        Assert.Equal(0.5, values[2], 1e-6);
        Assert.Equal(values[0], values[3]);
    }

    [Fact]
    public void Depths_are_ten_and_a_hundred()
    {
        var query = new RetrievalQuery("q", [10], [1]);
        Assert.Equal([0, 1f / 11, 1, (float)(1 / Math.Log2(12))], RetrievalMetrics.Compute([.. Enumerable.Range(0, 100)], query));
        Assert.Equal([0, 1f / 101, 0, (float)(1 / Math.Log2(102))], RetrievalMetrics.Compute([.. Enumerable.Range(11, 100), 10], query));
    }

    [Fact]
    public void Methods_are_judged_on_files()
    {
        RetrievalTask task = RetrievalFiles.Read(
            Write("p.csv", "product_id,title,description\nA,\"red, \"\"running\"\" shoe\",light\nB,blue hat,\nC,wool sock,\"for\nwinter\"\n"),
            Write("j.csv", "\uFEFFQuery,product_id,relevance\nshoe,A,1\nwinter,C,2\nwinter,B,0\nnever,B,0\n"));
        Assert.Equal(["red, \"running\" shoe light", "blue hat", "wool sock for\nwinter"], task.Texts);
        Assert.Equal(3, task.Queries.Count);
        RetrievalResult result = RetrievalEvaluator.Evaluate(task, [RetrievalMethods.Bm25()], cancellation: TestContext.Current.CancellationToken)[0];
        Assert.Equal(["ndcg@10", "mrr", "recall@100"], result.Metrics.Keys);
        Assert.All(result.Metrics.Values, v => Assert.Equal(1, v, 1e-6));
        Assert.Equal(new Interval(1, 1), result.Intervals["mrr"]);
        Assert.Equal(["index", "search"], result.Seconds.Keys);
    }

    [Fact]
    public void Judged_only_ranks_the_judged_and_measures_the_error_of_relevance()
    {
        string products = "product_id,title\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},item w{i}{(i % 2 == 0 ? " good" : string.Empty)}\n"));
        string judgments = "query,product_id,relevance\n" + string.Concat(Enumerable.Range(0, 20).SelectMany(q => new[] { $"good w{2 * q},{2 * q},3\n", $"good w{2 * q},{(2 * q) + 1},1\n" }));
        RetrievalTask task = RetrievalFiles.Read(Write("p.csv", products), Write("j.csv", judgments));
        RetrievalResult result = RetrievalEvaluator.Evaluate(task, [RetrievalMethods.Bm25()], new RetrievalOptions { JudgedOnly = true }, TestContext.Current.CancellationToken)[0];
        // Scores tell grade 3 from grade 1 without fault, so the fitted function does too.
        Assert.Equal(1, result.Metrics["ndcg@10"], 1e-6);
        Assert.Equal(0, result.Metrics["rmse"], 1e-6);
    }

    [Theory]
    [InlineData("product_id,title\nA,x\nA,y\n", "query,product_id,relevance\nx,A,1\n", "stands twice")]
    [InlineData("product_id,title\nA,x\n", "query,product_id,relevance\nx,B,1\n", "None of the 1 judged products")]
    [InlineData("product_id,title\nA,x\n", "query,product_id,relevance\nx,A,good\n", "'good'")]
    [InlineData("product_id,title\nA,x\n", "query,product_id,relevance\nx,A,-1\n", "'-1'")]
    [InlineData("product_id,title\nA,x\n", "query,product_id,relevance\nx,A,1\nx,A,2\n", "line 3: the product 'A' is judged twice")]
    [InlineData("product_id,name\nA,x\n", "query,product_id,relevance\nx,A,1\n", "no column 'title'")]
    [InlineData("product_id,title\nA\n", "query,product_id,relevance\nx,A,1\n", "1 fields where the header has 2")]
    [InlineData("product_id,title\nA,\"x\n", "query,product_id,relevance\nx,A,1\n", "never closed")]
    [InlineData("", "query,product_id,relevance\nx,A,1\n", "is empty")]
    [InlineData("product_id,title\n", "query,product_id,relevance\nx,A,1\n", "no products")]
    public void Files_at_fault_are_named(string products, string judgments, string expected)
    {
        (string p, string j) = (Write("p.csv", products), Write("j.csv", judgments));
        Assert.Contains(expected, Assert.Throws<KindredDataException>(() => RetrievalFiles.Read(p, j)).Message);
    }

    [Fact]
    public void Judgments_of_unknown_products_are_counted_and_left_out()
    {
        RetrievalTask task = RetrievalFiles.Read(Write("p.csv", "title\tproduct_id\nx\tA\n"), Write("j.csv", "relevance;query;product_id\n1;x;A\n1;x;A\n2;x;B\n3;y;C\n"));
        Assert.Equal(2, task.UnknownJudged);
        RetrievalQuery query = Assert.Single(task.Queries);
        Assert.Equal([0], query.Rows);
    }

    [Fact]
    public void A_single_query_has_no_error_of_relevance()
    {
        RetrievalTask task = RetrievalFiles.Read(Write("p.csv", "product_id,title\nA,x\n"), Write("j.csv", "query,product_id,relevance\nx,A,1\n"));
        RetrievalResult result = RetrievalEvaluator.Evaluate(task, [RetrievalMethods.Bm25()], new RetrievalOptions { JudgedOnly = true }, TestContext.Current.CancellationToken)[0];
        Assert.All(result.Metrics.Values.Concat(result.Intervals.Values.Select(i => i.Low)), v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Judgments_without_a_relevant_product_are_refused()
    {
        RetrievalTask task = RetrievalFiles.Read(Write("p.csv", "product_id,title\nA,x\n"), Write("j.csv", "query,product_id,relevance\nx,A,0\n"));
        Assert.Throws<KindredDataException>(() => RetrievalEvaluator.Evaluate(task, [RetrievalMethods.Bm25()]));
    }

    [Fact]
    public void A_monotone_fit_pools_what_falls()
    {
        var fit = MonotoneFit.Fit([(1, 1), (2, 3), (3, 2), (4, 5)]);
        Assert.Equal([1, 1, 2.5, 2.5, 2.5, 5, 5], new[] { 0, 1, 2, 2.7, 3, 4, 9 }.Select(fit.Predict));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
