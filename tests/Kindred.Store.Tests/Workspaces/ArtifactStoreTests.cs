using Kindred.Store.Workspaces;

namespace Kindred.Store.Tests.Workspaces;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workspace _workspace;

    public ArtifactStoreTests() => _workspace = Workspace.Open(_folder.Path);

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_stage_with_the_same_key_runs_once()
    {
        int runs = 0;
        void Produce(string folder)
        {
            runs++;
            File.WriteAllText(Path.Combine(folder, "result.txt"), "42");
        }

        Artifact first = _workspace.Artifacts.GetOrAdd(Key("a"), Produce);
        Artifact again = _workspace.Artifacts.GetOrAdd(Key("a"), Produce);
        Assert.Equal(1, runs);
        Assert.Equal(first.Folder, again.Folder);
        Assert.Equal("42", File.ReadAllText(Path.Combine(again.Folder, "result.txt")));
        _workspace.Artifacts.GetOrAdd(Key("b"), Produce);
        Assert.Equal(2, runs);
    }

    [Fact]
    public void The_hash_does_not_depend_on_the_order_of_options()
    {
        var forward = Key("a") with { Options = new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" } };
        var backward = Key("a") with { Options = new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" } };
        Assert.Equal(ArtifactStore.HashOf(forward), ArtifactStore.HashOf(backward));
        Assert.NotEqual(ArtifactStore.HashOf(forward), ArtifactStore.HashOf(forward with { Seed = 1 }));
    }

    [Fact]
    public void A_stage_that_fails_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => _workspace.Artifacts.GetOrAdd(Key("a"), _ => throw new InvalidOperationException()));
        Assert.Null(_workspace.Artifacts.TryGet(Key("a")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "artifacts", "mine")));
    }

    [Fact]
    public void Publishing_switches_the_pointer_and_damage_is_found()
    {
        Assert.Null(_workspace.Artifacts.Published("mine"));
        Artifact first = _workspace.Artifacts.GetOrAdd(Key("a"), folder => File.WriteAllText(Path.Combine(folder, "f"), "1"));
        Artifact second = _workspace.Artifacts.GetOrAdd(Key("b"), folder => File.WriteAllText(Path.Combine(folder, "f"), "2"));
        _workspace.Artifacts.Publish(first);
        _workspace.Artifacts.Publish(second);
        Artifact published = _workspace.Artifacts.Published("mine")!;
        Assert.Equal(second.Hash, published.Hash);
        ArtifactStore.Verify(published);
        File.WriteAllText(Path.Combine(published.Folder, "f"), "3");
        Assert.Throws<WorkspaceException>(() => ArtifactStore.Verify(published));
    }

    private static ArtifactKey Key(string input) => new()
    {
        Stage = "mine",
        Inputs = new Dictionary<string, string> { ["baskets"] = input },
        Options = new Dictionary<string, string> { ["min_count"] = "2" },
        Version = "1",
    };
}
