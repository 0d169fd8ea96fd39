using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Tests.Models;

/// <summary>What docs/evaluation.md says a model takes, what the model says, and what it holds are the same.</summary>
public class ModelMemoryTests
{
    // n products, u users, s pairs of both, f factors; d = bytes of the data that models keep for exact updates.
    private const int N = ConformanceData.Items;
    private const int U = ConformanceData.Users;
    private const int F = 4;

    private static readonly InteractionData Data = ConformanceData.Build();
    private static readonly int S = Data.UserItems.StoredCount;
    private static readonly int D = (8 * S) + (4 * (U + 1));

    // Pairs of products of which one followed the other.
    private static readonly int Followed = Enumerable.Range(0, U)
        .SelectMany(user => Data.SequenceMemory(user).ToArray().Zip(Data.SequenceMemory(user)[1..].ToArray())).Distinct().Count();

    public static TheoryData<string, int> Documented => new()
    {
        { "popularity", 8 * N },
        { "knn:neighbors=6", (8 * 6 * N) + (4 * (N + 1)) + D },
        { "user-knn", D + (12 * S) + (4 * (N + 1)) + (8 * N) },
        { "transitions", (8 * Followed) + (4 * (N + 1)) + (4 * U) + (4 * N) },
        { "ease", (4 * SymmetricMatrix.StrideOf(N) * SymmetricMatrix.StrideOf(N)) + D },
        { "ease:form=sparse;neighbors=6", (8 * 6 * N) + (4 * (N + 1)) + D },
        { "als:factors=4", (4 * N * F) + (4 * F * F) },
        { "graph-filter:factors=4;low-pass-weight=0.3", D + (8 * S) + (4 * (N + 1)) + (4 * N * (F + 2)) },
        { "graph-filter:low-pass-weight=0", D + (8 * S) + (4 * (N + 1)) + (4 * N * 3) },
        { "bpr:factors=4", 4 * N * (F + 1) },
        { "item2vec:factors=4", 4 * N * ((2 * F) + 1) },
    };

    [Theory]
    [MemberData(nameof(Documented))]
    public void A_model_takes_what_is_documented(string model, int bytes) => Assert.Equal(bytes, Train(model).SizeBytes);

    // Once a model has answered, too: nothing large is made behind its back.
    [Theory]
    [MemberData(nameof(Documented))]
    public void A_model_holds_what_it_says(string model, int bytes)
    {
        using var file = new MemoryStream();
        Train(model).Save(file);
        file.Position = 0;
        IRecommender loaded = ModelRegistry.Load(file);
        loaded.Recommend(RecommendationQuery.ForBasket(new[] { 1, 2 }), 3);
        Assert.InRange(HeldBytes(loaded, []), bytes, bytes + 16);
    }

    [Fact]
    public void Every_model_is_documented() => Assert.Equal(
        ModelRegistry.All.Select(d => d.Name).Order(),
        Documented.Select(row => row.Data.Item1.Split(':')[0]).Distinct().Order());

    private static IRecommender Train(string model)
    {
        var request = Kindred.Evaluation.ModelRequest.Parse(model);
        return request.Definition.Train(Data, request.Options, new TrainingOptions(), TestContext.Current.CancellationToken);
    }

    // Arrays of numbers reachable from an object, without ids and options.
    private static long HeldBytes(object value, HashSet<object> seen)
    {
        if (value is string or Type or Delegate or Vocabulary || !seen.Add(value))
        {
            return 0;
        }

        if (value is Array array)
        {
            return array.GetType().GetElementType()!.IsPrimitive
                ? (long)array.Length * Marshal.SizeOf(array.GetType().GetElementType()!)
                : ((IEnumerable)array).Cast<object?>().Sum(element => element is null ? 0 : HeldBytes(element, seen));
        }

        long held = 0;
        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            held += type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsPointer)
                .Sum(f => f.GetValue(value) is { } part ? HeldBytes(part, seen) : 0);
        }

        return held;
    }
}
