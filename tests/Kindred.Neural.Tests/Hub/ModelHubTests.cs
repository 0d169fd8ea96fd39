using Kindred.Domain;
using Kindred.Neural.Hub;

namespace Kindred.Neural.Tests.Hub;

public sealed class ModelHubTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;
    private readonly HttpClient _client = new();
    private readonly byte[] _weights = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_model_is_fetched_once_and_nothing_that_can_run_code()
    {
        using LocalHub hub = CreateHub();
        string folder = await Get(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        int requests = hub.Requests.Count;
        Assert.Equal(folder, await Get(hub));
        Assert.Equal(requests, hub.Requests.Count);
        Assert.Equal(("acme/tiny", folder, _weights.Length + 2), Create(hub).List().Single());
    }

    [Fact]
    public async Task A_broken_connection_is_resumed_where_it_broke_off()
    {
        using LocalHub hub = CreateHub();
        hub.BreakAfter = 100_000;
        KindredDataException fault = await Assert.ThrowsAsync<KindredDataException>(() => Get(hub));
        Assert.Contains("broke off", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Create(hub).List());
        string folder = await Get(hub);
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Contains(hub.Requests, r => r.StartsWith("acme/tiny/resolve/main/model.safetensors bytes=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_what_the_hub_states_is_refused_and_removed()
    {
        using LocalHub hub = CreateHub();
        hub.LieAboutHash = true;
        KindredDataException fault = await Assert.ThrowsAsync<KindredDataException>(() => Get(hub));
        Assert.Contains("not what the hub states", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Create(hub).List());
    }

    [Fact]
    public async Task Offline_only_what_is_there_is_found()
    {
        using LocalHub hub = CreateHub();
        Assert.Contains("offline", (await Assert.ThrowsAsync<KindredDataException>(() => Get(hub, offline: true))).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Requests);
        string folder = await Get(hub);
        Assert.Equal(folder, await Get(hub, offline: true));
    }

    [Theory]
    [InlineData("no-organisation")]
    [InlineData("../../etc")]
    [InlineData("acme/../tiny")]
    [InlineData("acme/tiny?x=1")]
    public async Task Names_that_are_none_are_refused(string name)
    {
        using LocalHub hub = CreateHub();
        await Assert.ThrowsAsync<KindredDataException>(() => Create(hub).GetAsync(name, cancellation: TestContext.Current.CancellationToken));
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Models_the_hub_does_not_have_and_models_too_large_are_named()
    {
        using LocalHub hub = CreateHub();
        Assert.Contains("no model acme/none", (await Assert.ThrowsAsync<KindredDataException>(() => Create(hub).GetAsync("acme/none", cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        var small = new ModelHub(_client, new ModelHubOptions { Address = hub.Address, Folder = _folder, LargestModel = 1000 });
        Assert.Contains("more than the 1,000", (await Assert.ThrowsAsync<KindredDataException>(() => small.GetAsync("acme/tiny", cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_that_no_computer_holds_are_refused()
    {
        using LocalHub hub = CreateHub();
        hub.StatedSize = long.MaxValue;
        Assert.Contains("does not answer as a model hub", (await Assert.ThrowsAsync<KindredDataException>(() => Get(hub))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_can_run_code_are_not_fetched()
    {
        using LocalHub hub = CreateHub();
        hub.Files.Remove("model.safetensors");
        Assert.Contains("can run code", (await Assert.ThrowsAsync<KindredDataException>(() => Get(hub))).Message, StringComparison.Ordinal);
    }

    private LocalHub CreateHub()
    {
        var hub = new LocalHub();
        hub.Files["model.safetensors"] = _weights;
        return hub;
    }

    private ModelHub Create(LocalHub hub, bool offline = false) => new(_client, new ModelHubOptions { Address = hub.Address, Folder = _folder, Offline = offline });

    private Task<string> Get(LocalHub hub, bool offline = false) => Create(hub, offline).GetAsync("acme/tiny", cancellation: TestContext.Current.CancellationToken);
}
