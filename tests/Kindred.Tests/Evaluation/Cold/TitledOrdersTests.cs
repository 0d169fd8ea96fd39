using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;

namespace Kindred.Tests.Evaluation.Cold;

public sealed class TitledOrdersTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Baskets_are_sets_and_the_most_frequent_title_stays()
    {
        File.WriteAllText(_path, "order_id,product_id,title\n1,a,Mug\n1,b,\"Plate, red\"\n2,a,mug?\n1,a,Mug\n2,c,\n");
        (BasketSet baskets, IReadOnlyList<string?> titles) = TitledOrders.Read(_path, TestContext.Current.CancellationToken);
        Assert.Equal(2, baskets.Count);
        Assert.Equal([0, 1], baskets[0].ToArray());
        Assert.Equal([0, 2], baskets[1].ToArray());
        Assert.Equal(["Mug", "Plate, red", null], titles);
    }

    [Theory]
    [InlineData("order_id,product_id,title\n", "no order lines")]
    [InlineData("order_id,product_id,title\n1,,Mug\n", "line 2")]
    [InlineData("order_id,product_id\n1,a\n", "no column 'title'")]
    public void What_is_wrong_is_said(string text, string expected)
    {
        File.WriteAllText(_path, text);
        KindredDataException refusal = Assert.Throws<KindredDataException>(() => TitledOrders.Read(_path, TestContext.Current.CancellationToken));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
