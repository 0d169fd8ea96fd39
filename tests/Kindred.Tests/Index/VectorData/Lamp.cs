using Kindred.Index.VectorData;
using Kindred.Numerics;
using Microsoft.Extensions.VectorData;

namespace Kindred.Tests.Index.VectorData;

/// <summary>The record of these tests.</summary>
internal sealed class Lamp
{
    public const int Dimensions = 8;

    [VectorStoreKey]
    public string Code { get; set; } = string.Empty;

    [VectorStoreData(IsIndexed = true, StorageName = "room_name")]
    public string? Room { get; set; }

    [VectorStoreData]
    public double Price { get; set; }

    [VectorStoreData]
    public int? Stock { get; set; }

    [VectorStoreData]
    public List<string> Tags { get; set; } = [];

    [VectorStoreData]
    public DateTimeOffset? Since { get; set; }

    [VectorStoreVector(Dimensions)]
    public ReadOnlyMemory<float>? Vector { get; set; }

    public static Lamp Create(int number)
    {
        var random = new RandomStream(7, (ulong)number);
        return new Lamp
        {
            Code = $"L{number}",
            Room = number % 5 == 0 ? null : $"room {number % 4}",
            Price = number % 13 / 2.0,
            Stock = number % 7 == 0 ? null : number % 7,
            Tags = [.. new[] { "red", "small", "new" }.Where((_, i) => number % (i + 2) == 0)],
            Since = number % 11 == 0 ? null : new DateTimeOffset(2026, 1, 1 + (number % 28), 0, 0, 0, TimeSpan.Zero),
            Vector = Enumerable.Range(0, Dimensions).Select(_ => (float)random.NextDouble() - 0.5f).ToArray(),
        };
    }

    public static Lamp[] Many(int count) => [.. Enumerable.Range(0, count).Select(Create)];

    /// <summary>The properties in words; two lamps with the same words are the same but for their vectors.</summary>
    public string Describe() => FormattableString.Invariant($"{Code}|{Room}|{Price}|{Stock}|{string.Join(',', Tags)}|{Since:O}");
}

/// <summary>Short forms for collections in tests.</summary>
internal static class Collections
{
    public static async Task<VectorStoreCollection<TKey, TRecord>> CreateAsync<TKey, TRecord>(VectorStoreCollectionDefinition? definition = null, KindredVectorStoreOptions? options = null)
        where TKey : notnull
        where TRecord : class
    {
        VectorStoreCollection<TKey, TRecord> collection = new KindredVectorStore(options).GetCollection<TKey, TRecord>("lamps", definition);
        await collection.EnsureCollectionExistsAsync(TestContext.Current.CancellationToken);
        return collection;
    }

    public static async Task<VectorStoreCollection<string, Lamp>> WithLampsAsync(int count)
    {
        VectorStoreCollection<string, Lamp> collection = await CreateAsync<string, Lamp>();
        await collection.UpsertAsync(Lamp.Many(count), TestContext.Current.CancellationToken);
        return collection;
    }

    /// <summary>The lamps' properties as a definition, for dictionaries.</summary>
    public static VectorStoreCollectionDefinition Definition(string? distance = null, string? kind = null) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Code", typeof(string)),
            new VectorStoreDataProperty("Room", typeof(string)) { StorageName = "room_name" },
            new VectorStoreDataProperty("Price", typeof(double)),
            new VectorStoreDataProperty("Stock", typeof(int?)),
            new VectorStoreDataProperty("Tags", typeof(List<string>)),
            new VectorStoreDataProperty("Since", typeof(DateTimeOffset?)),
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>?), Lamp.Dimensions) { DistanceFunction = distance, IndexKind = kind },
        ],
    };

    public static Dictionary<string, object?> AsDictionary(Lamp lamp) => new()
    {
        ["Code"] = lamp.Code,
        ["Room"] = lamp.Room,
        ["Price"] = lamp.Price,
        ["Stock"] = lamp.Stock,
        ["Tags"] = lamp.Tags,
        ["Since"] = lamp.Since,
        ["Vector"] = lamp.Vector,
    };
}
