using Kindred.Neural.Associations;

namespace Kindred.Neural.Tests.Associations;

public class PairRecallTests
{
    private static readonly float[] Scores = [0.5f, 0.9f, 0.5f, float.NaN, 0.5f, float.NegativeInfinity];

    [Theory]
    [InlineData(1, 0)] // the highest
    [InlineData(0, 1)] // behind .9, before the others of its score
    [InlineData(2, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 4)] // NaN does not beat it
    [InlineData(3, 5)] // what is not a number is beaten by all: an encoder that breaks finds nothing
    public void Ties_go_by_column_and_NaN_comes_last(int own, int better) => Assert.Equal(better, PairRecall.Better(Scores, own, Scores[own]));
}
