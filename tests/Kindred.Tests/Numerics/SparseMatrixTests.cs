using CsCheck;
using Kindred.Numerics;

namespace Kindred.Tests.Numerics;

public class SparseMatrixTests
{
    [Fact]
    public void Transposing_moves_each_value_to_the_mirrored_cell()
    {
        Gen.Int[-2, 2].Array[12].Sample(cells =>
        {
            SparseMatrix matrix = FromCells(cells, 3, 4);
            SparseMatrix transposed = matrix.Transpose();
            return Enumerable.Range(0, 12).All(i => Cell(transposed, i % 4, i / 4) == cells[i])
                && transposed.StoredCount == cells.Count(c => c != 0);
        });
    }

    [Theory]
    [InlineData(new[] { 0, 2, 1 }, new[] { 0, 1 })]
    [InlineData(new[] { 0, 2, 2 }, new[] { 1, 1 })]
    [InlineData(new[] { 0, 2, 2 }, new[] { 0, 9 })]
    [InlineData(new[] { 1, 2, 2 }, new[] { 0, 1 })]
    public void Another_layout_is_refused(int[] offsets, int[] columns) =>
        Assert.Throws<ArgumentException>(() => new SparseMatrix(2, 3, offsets, columns, new float[columns.Length]));

    private static SparseMatrix FromCells(int[] cells, int rows, int columns)
    {
        var offsets = new List<int> { 0 };
        var at = new List<int>();
        var values = new List<float>();
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                if (cells[(r * columns) + c] != 0)
                {
                    at.Add(c);
                    values.Add(cells[(r * columns) + c]);
                }
            }

            offsets.Add(at.Count);
        }

        return new SparseMatrix(rows, columns, [.. offsets], [.. at], [.. values]);
    }

    private static float Cell(SparseMatrix matrix, int row, int column)
    {
        int i = matrix.Columns(row).IndexOf(column);
        return i < 0 ? 0 : matrix.Values(row)[i];
    }
}
