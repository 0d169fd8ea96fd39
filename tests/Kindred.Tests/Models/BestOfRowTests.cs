using CsCheck;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class BestOfRowTests
{
    // Scores with many ties, of both signs, with both zeros and infinities.
    private static readonly Gen<float> Score = Gen.OneOf(Gen.Int[-3, 3].Select(i => (float)i), Gen.Float[-2, 2], Gen.Const(-0f), Gen.Const(float.PositiveInfinity), Gen.Const(float.NegativeInfinity));

    [Fact]
    public void The_best_come_out_in_the_order_of_their_columns() => Gen.Select(Score.Array[0, 80], Gen.Int[0, 12]).Sample((scores, k) =>
    {
        var best = new BestOfRow(k, 80);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            for (int column = 0; column < scores.Length; column++)
            {
                best.Offer(column, scores[column]);
            }

            int[] expected = [.. Enumerable.Range(0, scores.Length).OrderByDescending(c => scores[c]).Take(k == 0 ? 80 : k).Order()];
            (int[] columns, float[] values) = best.Drain();
            Assert.Equal(expected, columns);
            Assert.Equal(expected.Select(c => scores[c]), values);
        }
    });
}
