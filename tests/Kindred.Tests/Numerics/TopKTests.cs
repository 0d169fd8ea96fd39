using CsCheck;
using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

[Trait("kind", "kernel")]
public class TopKTests
{
    [Fact]
    public void Agrees_with_sorting_everything_ties_by_row()
    {
        Gen<float[]> scores = Gen.Int[0, 5].Select(i => (float)i).Array[0, 60];
        Gen.Select(scores, Gen.Int[0, 70]).Sample((values, k) =>
        {
            (int Row, float Score)[] expected = [.. values.Select((score, row) => (row, score)).OrderByDescending(e => e.score).ThenBy(e => e.row).Take(k)];
            var list = TopK.Select(values, k);
            (int, float)[] actual = [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
            return expected.SequenceEqual(actual);
        });
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        Gen.Int[0, 4].Array[1, 40].Sample(values =>
        {
            var forward = new TopK(5);
            var backward = new TopK(5);
            for (int i = 0; i < values.Length; i++)
            {
                forward.Add(i, values[i]);
                backward.Add(values.Length - 1 - i, values[values.Length - 1 - i]);
            }

            return forward.Drain().Rows.SequenceEqual(backward.Drain().Rows);
        });
    }

    [Fact]
    public void What_is_not_a_number_is_never_kept()
    {
        var list = TopK.Select([float.NaN, 1, float.NaN, float.NegativeInfinity], 4);
        Assert.Equal([1, 3], list.Rows.ToArray());
    }
}
