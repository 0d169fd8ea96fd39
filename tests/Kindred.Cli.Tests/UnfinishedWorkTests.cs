using Kindred.Cli.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Tests;

public sealed class UnfinishedWorkTests : IDisposable
{
    private static readonly ArtifactKey Key = new() { Stage = "model-knn", Inputs = new Dictionary<string, string>(), Options = new Dictionary<string, string>(), Version = "1" };

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_files_of_the_model_and_of_other_data_are_removed()
    {
        var now = new UnfinishedWork(_folder, new string('a', 64));
        var before = new UnfinishedWork(_folder, new string('b', 64));
        string[] kept = [now.Checkpoint(Key, "knn"), now.Trials(Key, "knn"), before.Checkpoint(Key, "user-knn"), Path.Combine(_folder, "knn-notes.checkpoint")];
        string[] outdated = [before.Checkpoint(Key, "knn"), before.Checkpoint(Key, "knn") + ".new", before.Trials(Key, "knn")];
        Array.ForEach([.. kept, .. outdated], file => File.WriteAllText(file, "x"));
        Assert.Equal(3, now.RemoveOutdated("knn"));
        Assert.Equal(kept.Order(), Directory.GetFiles(_folder).Order());
        Assert.Equal(0, new UnfinishedWork(Path.Combine(_folder, "none"), new string('a', 64)).RemoveOutdated("knn"));
    }

    [Fact]
    public void Damaged_trials_are_refused_with_the_next_step()
    {
        string file = Path.Combine(_folder, "knn.trials");
        File.WriteAllText(file, "[{");
        var fault = Assert.Throws<Kindred.Domain.KindredDataException>(() => TrialJournal.Open(file));
        Assert.Contains("Remove the file", fault.Message, StringComparison.Ordinal);
    }
}
