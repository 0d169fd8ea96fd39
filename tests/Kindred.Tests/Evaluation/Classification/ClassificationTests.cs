using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Numerics;

namespace Kindred.Tests.Evaluation.Classification;

public sealed class ClassificationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Labels_told_by_words_are_learned()
    {
        string Texts(int from) => "text,label\n" + string.Concat(Enumerable.Range(from, 60).Select(i => $"word{i % 3} filler{i % 7} 好{"甲乙丙"[i % 3]},class{i % 3}\n"));
        ClassificationTask task = ClassificationTask.Read(Write("train.csv", Texts(0)), Write("test.csv", Texts(60)), TestContext.Current.CancellationToken);
        Assert.Equal(["class0", "class1", "class2"], task.Labels);
        ClassificationResult result = ClassificationEvaluator.Evaluate(task, [ClassificationMethods.TfIdf()], cancellation: TestContext.Current.CancellationToken)[0];
        Assert.Equal(1, result.Metrics["accuracy"]);
        Assert.Equal(1, result.Metrics["macro_f1"]);
        Assert.Equal(new Interval(1, 1), result.Intervals["macro_f1"]);
    }

    [Fact]
    public void Accuracy_and_macro_F1_are_those_of_the_formulas()
    {
        // The features say a, a, b, b, b; the truth is a, b, b, b, and a label that was never learned.
        var task = new ClassificationTask(["a", "b"], [("", 0), ("", 1)], [("", 0), ("", 1), ("", 1), ("", 1), ("", -1)]);
        var method = new ClassificationMethod("told", (_, _) => (Rows(0, 1), Rows(0, 0, 1, 1, 1)));
        ClassificationResult result = ClassificationEvaluator.Evaluate(task, [method], cancellation: TestContext.Current.CancellationToken)[0];
        Assert.Equal(3.0 / 5, result.Metrics["accuracy"], 1e-12);
        // a: precision 1/2, recall 1, F1 2/3. b: precision 2/3, recall 2/3, F1 2/3.
        Assert.Equal(2.0 / 3, result.Metrics["macro_f1"], 1e-12);
        Assert.InRange(result.Metrics["accuracy"], result.Intervals["accuracy"].Low, result.Intervals["accuracy"].High);
    }

    [Theory]
    [InlineData("text,label\nx,a\ny,a\n", "one label only")]
    [InlineData("text,label\n", "holds no texts")]
    [InlineData("text,kind\nx,a\n", "no column 'label'")]
    public void Files_at_fault_are_named(string train, string expected) =>
        Assert.Contains(expected, Assert.Throws<KindredDataException>(() => ClassificationTask.Read(Write("train.csv", train), Write("test.csv", "text,label\nx,a\n"))).Message, StringComparison.Ordinal);

    private static SparseMatrix Rows(params int[] columns) => SparseMatrix.FromRows([.. columns.Select(c => (new[] { c }, new[] { 1f }))], 2);

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
