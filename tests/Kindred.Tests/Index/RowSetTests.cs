using CsCheck;
using Kindred.Index;

namespace Kindred.Tests.Index;

public class RowSetTests
{
    [Fact]
    public void Set_operations_equal_those_of_hash_sets() => Gen.Select(Gen.Int[0, 200].HashSet[0, 60], Gen.Int[0, 300].HashSet[0, 60]).Sample((a, b) =>
    {
        RowSet x = RowSet.Of(201, a);
        RowSet y = RowSet.Where(301, b.Contains);
        Assert.Equal(a.Intersect(b).Order(), Rows(x.And(y)));
        Assert.Equal(a.Union(b).Order(), Rows(x.Or(y)));
        Assert.Equal(a.Except(b).Order(), Rows(x.Except(y)));
        Assert.Equal(a.Count, x.Count);
        Assert.Equal(b.Count, y.Count);
    });

    [Fact]
    public void Rows_outside_the_limit_are_refused_and_never_contained()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSet.Of(10, [10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSet.Of(10, [-1]));
        RowSet all = RowSet.Where(10, _ => true);
        Assert.False(all.Contains(10));
        Assert.False(all.Contains(-1));
    }

    private static IEnumerable<int> Rows(RowSet set) => Enumerable.Range(0, set.RowLimit).Where(set.Contains);
}
