using Kindred.Index.VectorData;
using Microsoft.Extensions.VectorData;

namespace Kindred.Tests.Index.VectorData;

/// <summary>Records go in, come back and go away as Microsoft.Extensions.VectorData promises.</summary>
public class CollectionRecordTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_went_in_and_its_vector_only_when_asked_for()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(40);
        for (int i = 0; i < 40; i++)
        {
            Lamp expected = Lamp.Create(i);
            Lamp plain = (await lamps.GetAsync(expected.Code, cancellationToken: Token))!;
            Lamp whole = (await lamps.GetAsync(expected.Code, new RecordRetrievalOptions { IncludeVectors = true }, Token))!;
            Assert.Equal(expected.Describe(), plain.Describe());
            Assert.Null(plain.Vector);
            Assert.Equal(expected.Vector!.Value.ToArray(), whole.Vector!.Value.ToArray());
        }
    }

    [Fact]
    public async Task Records_are_replaced_deleted_and_only_those_present_are_given()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(10);
        Lamp changed = Lamp.Create(3);
        changed.Price = 99;
        await lamps.UpsertAsync(changed, Token);
        Assert.Equal(99, (await lamps.GetAsync("L3", cancellationToken: Token))!.Price);

        await lamps.DeleteAsync(["L3", "L4", "no such lamp"], Token);
        Assert.Null(await lamps.GetAsync("L3", cancellationToken: Token));
        List<Lamp> rest = await lamps.GetAsync(["L2", "L3", "L4", "L5"], cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(["L2", "L5"], rest.Select(l => l.Code));

        await lamps.UpsertAsync(Lamp.Create(4), Token);
        Assert.Equal(9, await lamps.GetAsync(l => true, 100, cancellationToken: Token).CountAsync(Token));
    }

    [Fact]
    public async Task Of_several_records_with_one_key_the_last_stays()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.CreateAsync<string, Lamp>();
        Lamp[] twins = [Lamp.Create(1), Lamp.Create(2), Lamp.Create(3)];
        twins[2].Code = twins[0].Code;
        await lamps.UpsertAsync(twins, Token);
        Assert.Equal(Lamp.Create(3).Price, (await lamps.GetAsync("L1", cancellationToken: Token))!.Price);
        Assert.Equal(2, await lamps.SearchAsync(twins[1].Vector!.Value, 10, cancellationToken: Token).CountAsync(Token));
    }

    [Fact]
    public async Task Changing_a_record_outside_changes_nothing_inside()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.CreateAsync<string, Lamp>();
        float[] vector = [1, 0, 0, 0, 0, 0, 0, 0];
        var lamp = new Lamp { Code = "a", Tags = ["red"], Vector = vector };
        await lamps.UpsertAsync(lamp, Token);
        lamp.Tags.Add("added");
        vector[0] = -1;
        var options = new RecordRetrievalOptions { IncludeVectors = true };
        Lamp first = (await lamps.GetAsync("a", options, Token))!;
        Assert.Equal(["red"], first.Tags);
        first.Tags.Clear();
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(first.Vector!.Value).Span.Clear();
        Lamp second = (await lamps.GetAsync("a", options, Token))!;
        Assert.Equal(["red"], second.Tags);
        Assert.Equal(1, second.Vector!.Value.Span[0]);
    }

    [Fact]
    public async Task Records_are_ordered_skipped_and_limited()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(60);
        var options = new FilteredRecordRetrievalOptions<Lamp> { Skip = 4, OrderBy = o => o.Descending(l => l.Price).Ascending(l => l.Room).Ascending(l => l.Code) };
        List<Lamp> found = await lamps.GetAsync(l => l.Stock != null, 20, options, Token).ToListAsync(Token);
        IEnumerable<string> expected = Lamp.Many(60).Where(l => l.Stock is not null)
            .OrderByDescending(l => l.Price).ThenBy(l => l.Room, StringComparer.Ordinal).ThenBy(l => l.Code, StringComparer.Ordinal).Skip(4).Take(20).Select(l => l.Code);
        Assert.Equal(expected, found.Select(l => l.Code));
    }

    [Fact]
    public async Task Dictionaries_and_objects_see_the_same_records()
    {
        var store = new KindredVectorStore();
        VectorStoreCollection<object, Dictionary<string, object?>> loose = store.GetDynamicCollection("lamps", Collections.Definition());
        await loose.EnsureCollectionExistsAsync(Token);
        await loose.UpsertAsync(Lamp.Many(20).Select(Collections.AsDictionary), Token);
        VectorStoreCollection<string, Lamp> typed = store.GetCollection<string, Lamp>("lamps");
        Assert.Equal(Lamp.Create(7).Describe(), (await typed.GetAsync("L7", cancellationToken: Token))!.Describe());

        await typed.UpsertAsync(Lamp.Create(30), Token);
        Dictionary<string, object?> found = (await loose.GetAsync("L30", new RecordRetrievalOptions { IncludeVectors = true }, Token))!;
        Assert.Equal((Lamp.Create(30).Price, Lamp.Create(30).Room), ((double)found["Price"]!, (string?)found["Room"]));
        Assert.Equal(Lamp.Create(30).Vector!.Value.ToArray(), ((ReadOnlyMemory<float>)found["Vector"]!).ToArray());
    }

    [Fact]
    public async Task Keys_of_kind_guid_are_made_where_they_are_empty()
    {
        VectorStoreCollection<Guid, Note> notes = await Collections.CreateAsync<Guid, Note>();
        var own = Guid.Parse("11111111-2222-3333-4444-555555555555");
        Note[] given = [new() { Text = "a" }, new() { Text = "b" }, new() { Id = own, Text = "c" }];
        await notes.UpsertAsync(given, Token);
        Assert.Equal(3, given.Select(n => n.Id).Append(Guid.Empty).Distinct().Count() - 1);
        Assert.Equal(own, given[2].Id);
        Assert.Equal("b", (await notes.GetAsync(given[1].Id, cancellationToken: Token))!.Text);
    }

    [Fact]
    public async Task The_store_knows_its_collections()
    {
        var store = new KindredVectorStore(new KindredVectorStoreOptions { Name = "shop" });
        VectorStoreCollection<string, Lamp> first = store.GetCollection<string, Lamp>("first");
        Assert.False(await first.CollectionExistsAsync(Token));
        await first.EnsureCollectionExistsAsync(Token);
        await store.GetCollection<string, Lamp>("another").EnsureCollectionExistsAsync(Token);
        await first.UpsertAsync(Lamp.Create(1), Token);
        await first.EnsureCollectionExistsAsync(Token);
        Assert.NotNull(await store.GetCollection<string, Lamp>("first").GetAsync("L1", cancellationToken: Token));
        Assert.Equal(["another", "first"], await store.ListCollectionNamesAsync(Token).ToListAsync(Token));

        await first.EnsureCollectionDeletedAsync(Token);
        await store.EnsureCollectionDeletedAsync("another", Token);
        await store.EnsureCollectionDeletedAsync("never there", Token);
        Assert.Empty(await store.ListCollectionNamesAsync(Token).ToListAsync(Token));
        Assert.False(await store.CollectionExistsAsync("first", Token));

        var metadata = (VectorStoreCollectionMetadata)first.GetService(typeof(VectorStoreCollectionMetadata))!;
        Assert.Equal(("kindred", "shop", "first"), (metadata.VectorStoreSystemName, metadata.VectorStoreName, metadata.CollectionName));
        Assert.Same(first, first.GetService(typeof(VectorStoreCollection<string, Lamp>)));
        Assert.Same(store, store.GetService(typeof(VectorStore)));
        Assert.Null(store.GetService(typeof(VectorStore), "key"));
        Assert.Null(first.GetService(typeof(IKeywordHybridSearchable<Lamp>)));
    }

    private sealed class Note
    {
        [VectorStoreKey]
        public Guid Id { get; set; }

        [VectorStoreData]
        public string? Text { get; set; }
    }
}
