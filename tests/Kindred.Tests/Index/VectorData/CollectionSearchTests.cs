using System.Linq.Expressions;
using Kindred.Index.VectorData;
using Microsoft.Extensions.VectorData;

namespace Kindred.Tests.Index.VectorData;

/// <summary>Searches give what a plain comparison of all records gives.</summary>
public class CollectionSearchTests
{
    private const int Count = 300;

    private static readonly Lamp[] All = Lamp.Many(Count);

    private static readonly ReadOnlyMemory<float> Query = Lamp.Create(9999).Vector!.Value;

    public static TheoryData<string, string, string> Kinds => new(
        from distance in new[] { "CosineSimilarity", "CosineDistance", "DotProductSimilarity", "NegativeDotProductSimilarity", "EuclideanDistance", "EuclideanSquaredDistance" }
        from kind in new[] { IndexKind.Hnsw, IndexKind.Flat }
        select (distance, kind, distance.Contains("Similarity", StringComparison.Ordinal) && distance[0] != 'N' ? "higher" : "lower"));

    public static TheoryData<int> FilterNumbers => new(Enumerable.Range(0, Filters.Length));

    private static readonly string Wanted = "room 2";

    private static readonly Expression<Func<Lamp, bool>>[] Filters =
    [
        l => l.Room == "room 1",
        l => l.Room == Wanted && l.Price > 2,
        l => l.Room != null && l.Room.StartsWith("room") && !(l.Price < 1.5),
        l => l.Room == null || l.Stock == null,
        l => l.Stock >= 3,
        l => l.Stock.HasValue && l.Stock.Value == 2,
        l => l.Tags.Contains("red"),
        l => l.Tags.Any(t => t == "new") && l.Tags.Count == 2,
        l => new[] { "L1", "L22", "L133" }.Contains(l.Code),
        l => l.Since > new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero),
        l => l.Code == "no such lamp",
        l => true,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Scores_are_those_of_the_distance_function_best_first(string distance, string kind, string better)
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.CreateAsync<string, Lamp>(Collections.Definition(distance, kind));
        await lamps.UpsertAsync(All, Token);
        (string Code, double Score)[] expected = [.. All.Select(l => (l.Code, Plain(distance, l.Vector!.Value.Span)))];
        expected = better == "higher" ? [.. expected.OrderByDescending(e => e.Score)] : [.. expected.OrderBy(e => e.Score)];

        List<VectorSearchResult<Lamp>> found = await lamps.SearchAsync(Query, 12, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(expected[..12].Select(e => e.Code), found.Select(f => f.Record.Code));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score!.Value, 1e-5));

        double between = (expected[6].Score + expected[7].Score) / 2;
        var options = new VectorSearchOptions<Lamp> { Skip = 2, ScoreThreshold = between, IncludeVectors = true };
        found = await lamps.SearchAsync(Query.ToArray(), 12, options, Token).ToListAsync(Token);
        Assert.Equal(expected[2..7].Select(e => e.Code), found.Select(f => f.Record.Code));
        Assert.All(found, f => Assert.Equal(Lamp.Dimensions, f.Record.Vector!.Value.Length));
    }

    [Theory]
    [MemberData(nameof(FilterNumbers))]
    public async Task A_filter_lets_through_what_it_would_of_the_records_themselves(int number)
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(Count);
        Func<Lamp, bool> plain = Filters[number].Compile();
        string[] expected = [.. All.Where(plain).OrderByDescending(l => Plain("CosineSimilarity", l.Vector!.Value.Span)).Take(8).Select(l => l.Code)];
        var options = new VectorSearchOptions<Lamp> { Filter = Filters[number] };
        Assert.Equal(expected, await lamps.SearchAsync(Query, 8, options, Token).Select(f => f.Record.Code).ToListAsync(Token));

        HashSet<string> all = [.. await lamps.GetAsync(Filters[number], Count, cancellationToken: Token).Select(l => l.Code).ToListAsync(Token)];
        Assert.Equal(All.Where(plain).Select(l => l.Code).ToHashSet(), all);
    }

    [Fact]
    public async Task Dictionaries_are_filtered_by_the_names_of_their_entries()
    {
        VectorStoreCollection<object, Dictionary<string, object?>> lamps = new KindredVectorStore().GetDynamicCollection("lamps", Collections.Definition());
        await lamps.EnsureCollectionExistsAsync(Token);
        await lamps.UpsertAsync(All.Select(Collections.AsDictionary), Token);
        var options = new VectorSearchOptions<Dictionary<string, object?>> { Filter = d => (string)d["Room"]! == Wanted && (double)d["Price"]! > 3 };
        List<VectorSearchResult<Dictionary<string, object?>>> found = await lamps.SearchAsync(Query, Count, options, Token).ToListAsync(Token);
        Assert.Equal(All.Count(l => l.Room == Wanted && l.Price > 3), found.Count);
        Assert.All(found, f => Assert.Equal((Wanted, true), ((string)f.Record["Room"]!, (double)f.Record["Price"]! > 3)));
    }

    [Fact]
    public async Task One_record_in_a_hundred_is_found_among_many()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(5000);
        var options = new VectorSearchOptions<Lamp> { Filter = l => l.Price == 6 && l.Stock == 5 };
        string[] expected = [.. Lamp.Many(5000).Where(l => l is { Price: 6, Stock: 5 }).OrderByDescending(l => Plain("CosineSimilarity", l.Vector!.Value.Span)).Take(10).Select(l => l.Code)];
        Assert.Equal(10, expected.Length);
        Assert.Equal(expected, await lamps.SearchAsync(Query, 10, options, Token).Select(f => f.Record.Code).ToListAsync(Token));
    }

    [Fact]
    public async Task Records_without_a_vector_are_kept_but_not_found_by_search()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(5);
        Lamp bare = Lamp.Create(2);
        bare.Vector = null;
        await lamps.UpsertAsync([bare, new Lamp { Code = "bare" }], Token);
        Assert.NotNull(await lamps.GetAsync("bare", new RecordRetrievalOptions { IncludeVectors = true }, Token));
        Assert.Equal(["L0", "L1", "L3", "L4"], (await lamps.SearchAsync(Query, 10, cancellationToken: Token).Select(f => f.Record.Code).ToListAsync(Token)).Order());
    }

    [Fact]
    public async Task Each_of_several_vectors_is_searched_by_its_name()
    {
        VectorStoreCollection<int, Pair> pairs = await Collections.CreateAsync<int, Pair>();
        float[] red = [1, 0, 0];
        await pairs.UpsertAsync([new Pair { Id = 1, Shape = new[] { 1f, 0f }, Colour = [0, 0, 1] }, new Pair { Id = 2, Shape = new[] { 0f, 1f }, Colour = red }], Token);
        red[0] = 7;
        Assert.Equal(1, await FirstAsync(pairs, new[] { 1f, 0.1f }, p => p.Shape));
        Assert.Equal(2, await FirstAsync(pairs, new[] { 1f, 0.1f, 0f }, p => p.Colour!));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pairs.SearchAsync(Query, 1, cancellationToken: Token).ToListAsync(Token));
        Pair found = (await pairs.GetAsync(2, new RecordRetrievalOptions { IncludeVectors = true }, Token))!;
        Assert.Equal([1f, 0f, 0f], found.Colour!);
    }

    [Fact]
    public async Task A_record_removed_while_it_is_being_answered_is_not_taken_for_one_added_meanwhile()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(3);
        string[] best = [.. await lamps.SearchAsync(Query, 3, cancellationToken: Token).Select(f => f.Record.Code).ToListAsync(Token)];
        int asked = 0;

        // Asked of all three before the walk; the fourth time, for the best, when the rows of the answer stand already.
        Func<string, bool> watch = code =>
        {
            if (++asked == 4)
            {
                lamps.DeleteAsync(best[1], Token).GetAwaiter().GetResult();
                lamps.UpsertAsync(Lamp.Create(50), Token).GetAwaiter().GetResult();
            }

            return code.Length > 0;
        };

        var options = new VectorSearchOptions<Lamp> { Filter = l => watch(l.Code) };
        Assert.Equal([best[0], best[2]], await lamps.SearchAsync(Query, 3, options, Token).Select(f => f.Record.Code).ToListAsync(Token));
        await lamps.UpsertAsync(Lamp.Create(51), Token);
        Assert.Equal(4, await lamps.SearchAsync(Query, 9, cancellationToken: Token).CountAsync(Token));
    }

    [Fact]
    public async Task Searches_beside_writers_give_only_whole_records()
    {
        VectorStoreCollection<string, Lamp> lamps = await Collections.WithLampsAsync(600);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] searchers = [.. Enumerable.Range(0, 2).Select(s => Task.Run(async () =>
        {
            for (int i = s; !stop.IsCancellationRequested; i++)
            {
                ReadOnlyMemory<float> query = Lamp.Create(i % 900).Vector!.Value;
                var options = new VectorSearchOptions<Lamp> { Filter = i % 3 == 0 ? l => l.Price > 2 : null, IncludeVectors = true };
                await foreach (VectorSearchResult<Lamp> found in lamps.SearchAsync(query, 5, options, Token))
                {
                    // A record's code says all about it: a score that fits another record's vector would be seen here.
                    Lamp expected = Lamp.Create(int.Parse(found.Record.Code.AsSpan(1)));
                    Assert.Equal(expected.Describe(), found.Record.Describe());
                    Assert.Equal(Plain("CosineSimilarity", expected.Vector!.Value.Span, query.Span), found.Score!.Value, 1e-5);
                }
            }
        }, Token))];
        for (int round = 0; round < 40; round++)
        {
            int first = round % 9 * 100;
            await lamps.DeleteAsync(Enumerable.Range(first, 100).Select(i => $"L{i}"), Token);
            await lamps.UpsertAsync(Enumerable.Range((first + 450) % 900, 100).Select(Lamp.Create), Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(searchers);
    }

    private static async Task<int> FirstAsync(VectorStoreCollection<int, Pair> pairs, float[] query, Expression<Func<Pair, object?>> property) =>
        (await pairs.SearchAsync(query, 1, new VectorSearchOptions<Pair> { VectorProperty = property }, Token).FirstAsync(Token)).Record.Id;

    private static double Plain(string distance, ReadOnlySpan<float> vector) => Plain(distance, vector, Query.Span);

    private static double Plain(string distance, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        (double dot, double squares, double aa, double bb) = (0, 0, 0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squares += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }

        double cosine = dot / Math.Sqrt(aa * bb);
        return distance switch
        {
            "CosineSimilarity" => cosine,
            "CosineDistance" => 1 - cosine,
            "DotProductSimilarity" => dot,
            "NegativeDotProductSimilarity" => -dot,
            "EuclideanDistance" => Math.Sqrt(squares),
            _ => squares,
        };
    }

    private sealed class Pair
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Shape { get; set; }

        [VectorStoreVector(3, DistanceFunction = DistanceFunction.EuclideanDistance, IndexKind = IndexKind.Flat)]
        public float[]? Colour { get; set; }
    }
}
