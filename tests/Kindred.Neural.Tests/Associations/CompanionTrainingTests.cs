using Kindred.Domain;
using Kindred.Neural.Associations;
using Kindred.Neural.Encoders;
using Kindred.Neural.Tests.Training;
using Kindred.Neural.Training;
using Kindred.Numerics;

namespace Kindred.Neural.Tests.Associations;

public sealed class CompanionTrainingTests : IDisposable
{
    private static readonly FineTuningOptions Options = new()
    {
        Objective = FineTuningObjective.Companions,
        Training = FineTuningOptions.DefaultsOf(FineTuningObjective.Companions) with { Epochs = 30, BatchSize = 16, LearningRate = 5e-3, MaxTokens = 8 },
        Threads = 1,
    };

    private readonly TinyShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_title_without_sales_finds_what_its_kind_is_bought_with()
    {
        // Pink goods were never sold; the word pink is known from nothing but their titles.
        string?[] titles = [.. _shop.Titles.Select(t => t.StartsWith("pink", StringComparison.Ordinal) ? null : t)];
        FineTuningResult result = Run(titles, "tuned", Options);
        Assert.Equal(40, result.Examples);
        string folder = _shop.Inside("tuned");
        using FileStream stream = File.OpenRead(Path.Combine(folder, CompanionTable.FileName));
        var table = CompanionTable.Load(stream);
        Assert.Equal(40, table.Items.Count);
        using var encoder = TextEncoder.Open(folder, new TextEncoderOptions { Threads = 1 });
        foreach (string title in _shop.Titles.Where(t => t.StartsWith("pink", StringComparison.Ordinal)))
        {
            var scores = new float[table.Items.Count];
            table.ScoreAll(encoder.Encode([title])[0], scores);
            int partner = TinyShop.GoodOf(_shop.Titles.ToList().IndexOf(title)) ^ 1;
            Assert.All(TopK.Select(scores, 5).Rows.ToArray(), row => Assert.Equal(partner, TinyShop.GoodOf(RowOf(table.Items[row]))));
        }
    }

    [Fact]
    public void An_interrupted_training_goes_on_to_the_same_files()
    {
        FineTuningOptions options = Options with { Training = Options.Training with { Epochs = 3 } };
        Run(_shop.Titles, "undisturbed", options);
        options = options with { Training = options.Training with { Checkpoint = new TrainingCheckpoint(_shop.Inside("training.checkpoint"), EverySteps: 2) } };
        using var cancel = new CancellationTokenSource();
        int steps = 0;
        var progress = new Immediate(_ =>
        {
            if (++steps == 5)
            {
                cancel.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Run(_shop.Titles, "never", options, progress, cancel.Token));
        Assert.Equal(5, steps);
        Run(_shop.Titles, "resumed", options);
        foreach (string file in new[] { "model.safetensors", CompanionTable.FileName })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_shop.Inside("undisturbed"), file)), File.ReadAllBytes(Path.Combine(_shop.Inside("resumed"), file)));
        }
    }

    [Fact]
    public void Without_companions_there_is_a_clear_error()
    {
        KindredDataException fault = Assert.Throws<KindredDataException>(() => Run(new string?[_shop.Titles.Count], "none", Options));
        Assert.Contains("bring more orders", fault.Message, StringComparison.Ordinal);
    }

    private FineTuningResult Run(IReadOnlyList<string?> titles, string to, FineTuningOptions options, Immediate? progress = null, CancellationToken? cancellation = null) =>
        EncoderFineTuning.Run(new FineTuningData(_shop.Baskets, titles, []), options, _shop.Folder, _shop.Inside(to), progress, cancellation ?? TestContext.Current.CancellationToken);

    private int RowOf(ProductId id) => _shop.Products.TryGetRow(id, out int row) ? row : -1;
}
