using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

/// <summary>Trainings that are interrupted go on where they were; settings that were searched are used later.</summary>
public class TrainingTests
{
    private static readonly string[] Long = ["train", "bpr", "--param", "epochs=300", "--threads", "1", "--train", "train.txt", "--output"];

    [Fact]
    public async Task A_training_ended_by_Ctrl_C_goes_on_and_gives_the_bytes_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.txt", Camps(users: 4_000));
        (await KindredProcess.RunAsync(folder.Location, [.. Long, "undisturbed", "--quiet"])).Expect(0);

        await InterruptOnce(folder, "checkpoint", [.. Long, "interrupted", "--quiet"]);
        Assert.Single(Left(folder, "checkpoint"));
        Assert.False(File.Exists(folder.File("interrupted/bpr.safetensors")));
        KindredProcess.Outcome resumed = (await KindredProcess.RunAsync(folder.Location, [.. Long, "interrupted"])).Expect(0);
        Assert.Contains("going on from the checkpoint", resumed.Error, StringComparison.Ordinal);
        Assert.Empty(Left(folder, "checkpoint"));
        Assert.Equal(await Bytes(folder, "undisturbed"), await Bytes(folder, "interrupted"));
    }

    [Fact]
    public async Task Tuning_saves_the_best_settings_and_later_trainings_use_them()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.txt", Camps(users: 200));
        string[] train = ["train", "als", "--train", "train.txt", "--output", "models", "--threads", "1", "--json"];
        JsonElement tuned = (await KindredProcess.RunAsync(folder.Location, [.. train, "--tune", "--trials", "4", "--param", "factors=8"])).Expect(0).Json().GetProperty("models")[0];
        Assert.Equal("tuned", tuned.GetProperty("settings").GetString());
        Assert.Equal("8", tuned.GetProperty("parameters").GetProperty("factors").GetString());
        JsonElement settings = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("models/als.settings.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.True(settings.GetProperty("quality").GetDouble() >= settings.GetProperty("default_quality").GetDouble());

        JsonElement later = (await KindredProcess.RunAsync(folder.Location, train)).Expect(0).Json().GetProperty("models")[0];
        Assert.Equal("saved", later.GetProperty("settings").GetString());
        Assert.Equal(tuned.GetProperty("parameters").GetRawText(), later.GetProperty("parameters").GetRawText());
        Assert.Equal(tuned.GetProperty("stop_after_epochs").GetRawText(), later.GetProperty("stop_after_epochs").GetRawText());

        JsonElement plain = (await KindredProcess.RunAsync(folder.Location, [.. train, "--defaults"])).Expect(0).Json().GetProperty("models")[0];
        Assert.NotEqual(tuned.GetProperty("parameters").GetRawText(), plain.GetProperty("parameters").GetRawText());
        Assert.Equal("128", plain.GetProperty("parameters").GetProperty("factors").GetString());
    }

    [Fact]
    public async Task A_search_ended_by_Ctrl_C_goes_on_from_its_finished_trials()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.txt", Camps(users: 400));
        string[] tune = ["train", "bpr", "--tune", "--trials", "6", "--patience", "10", "--threads", "1", "--train", "train.txt", "--output"];
        JsonElement undisturbed = (await KindredProcess.RunAsync(folder.Location, [.. tune, "undisturbed", "--json"])).Expect(0).Json().GetProperty("models")[0];

        await InterruptOnce(folder, "trials", [.. tune, "interrupted", "--quiet"]);
        Assert.False(File.Exists(folder.File("interrupted/bpr.settings.json")));
        KindredProcess.Outcome resumed = (await KindredProcess.RunAsync(folder.Location, [.. tune, "interrupted", "--json"])).Expect(0);
        Assert.Matches("going on from [1-9][0-9]* finished trials", resumed.Error);
        JsonElement model = resumed.Json().GetProperty("models")[0];
        Assert.Equal(undisturbed.GetProperty("parameters").GetRawText(), model.GetProperty("parameters").GetRawText());
        Assert.Equal(undisturbed.GetProperty("quality").GetDouble(), model.GetProperty("quality").GetDouble());
        Assert.Equal(await Bytes(folder, "undisturbed"), await Bytes(folder, "interrupted"));
        Assert.Empty(Left(folder, "trials"));
    }

    [Fact]
    public async Task Early_stopping_finds_a_number_of_epochs_and_says_so()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.txt", Camps(users: 200));
        KindredProcess.Outcome outcome = (await KindredProcess.RunAsync(
            folder.Location, "train", "als", "--param", "epochs=200", "--param", "factors=8", "--early-stopping", "--patience", "1", "--train", "train.txt", "--output", "models", "--json")).Expect(0);
        JsonElement model = outcome.Json().GetProperty("models")[0];
        Assert.InRange(model.GetProperty("stop_after_epochs").GetInt32(), 20, 180);
        Assert.Contains("on validation", outcome.Error, StringComparison.Ordinal);
    }

    // Ctrl-C as soon as there is something to go on from.
    private static async Task InterruptOnce(TemporaryFolder folder, string kind, string[] arguments)
    {
        Directory.CreateDirectory(folder.File("interrupted"));
        using Process process = KindredProcess.Start(folder.Location, arguments);
        Task drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        while (Left(folder, kind).Length == 0 && !process.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        using (Process interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await drained;
        Assert.Equal(130, process.ExitCode);
    }

    private static string[] Left(TemporaryFolder folder, string kind) => Directory.GetFiles(folder.File("interrupted"), $"*.{kind}");

    private static Task<byte[]> Bytes(TemporaryFolder folder, string output) =>
        File.ReadAllBytesAsync(folder.File($"{output}/bpr.safetensors"), TestContext.Current.CancellationToken);

    // Two camps of ten products; each user has five of his camp's.
    private static string Camps(int users)
    {
        var text = new StringBuilder();
        for (int user = 0; user < users; user++)
        {
            text.Append($"u{user} {string.Join(' ', Enumerable.Range(0, 5).Select(i => $"p{(user % 2 * 10) + (((user * 3) + (i * i)) % 10)}").Distinct())}\n");
        }

        return text.ToString();
    }
}
