using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The k most similar other rows of every row of a sparse matrix.</summary>
/// <remarks>
/// Row by row (Gustavson, 1978): row i of X Xᵀ is gathered in a dense accumulator from the transposed matrix, then the best k are kept. Rows are
/// independent, so any number of threads gives the same bytes. Scratch a thread: 8 bytes a row (12 with counts). Time: the sum over columns of
/// squared column lengths.
/// </remarks>
internal static class NeighbourTable
{
    /// <summary>Builds the table as a rows × rows matrix: row i holds the similarity from i to each of its neighbours.</summary>
    /// <param name="rows">X; at least one column where there are entries.</param>
    /// <param name="similarity">The measure.</param>
    /// <param name="neighbors">k, or 0 for all rows with something in common.</param>
    /// <param name="training">Threads and progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SparseMatrix Build(SparseMatrix rows, RowSimilarity similarity, int neighbors, TrainingOptions training, CancellationToken cancellation)
    {
        SparseMatrix left = similarity.WeightingOf(rows).Apply(rows);
        SparseMatrix right = left.Transpose();
        var found = new (int[] Columns, float[] Values)[rows.RowCount];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(training.Threads), CancellationToken = cancellation };
        cancellation.ThrowIfCancellationRequested();
        var progress = new ProgressCounter(training.Progress, "comparing", rows.RowCount);
        Parallel.For(0, rows.RowCount, parallel, () => new Accumulator(rows.RowCount, neighbors, similarity.NeedsCounts), (row, _, scratch) =>
        {
            found[row] = scratch.Neighbours(left, right, row, similarity);
            progress.Step();
            return scratch;
        }, _ => { });
        return SparseMatrix.FromRows(found, rows.RowCount);
    }

    /// <summary>One thread's dense row of X Xᵀ and the list of its cells in use.</summary>
    private sealed class Accumulator(int rowCount, int neighbors, bool withCounts)
    {
        private readonly float[] _dot = new float[rowCount];
        private readonly int[] _common = withCounts ? new int[rowCount] : [];
        private readonly int[] _touched = new int[rowCount];
        private readonly TopK _best = new(neighbors == 0 ? rowCount : Math.Min(neighbors, rowCount));

        public (int[] Columns, float[] Values) Neighbours(SparseMatrix left, SparseMatrix right, int row, RowSimilarity similarity)
        {
            int touched = Gather(left, right, row);
            for (int t = 0; t < touched; t++)
            {
                int other = _touched[t];
                double dot = _dot[other];
                double common = withCounts ? _common[other] : similarity.CountsPairs ? dot : double.MaxValue;
                _dot[other] = 0;
                if (withCounts)
                {
                    _common[other] = 0;
                }

                Offer(row, other, similarity.Finish(dot, common, left.CountInRow(row), left.CountInRow(other), left.ColumnCount));
            }

            var columns = new int[_best.Count];
            var values = new float[_best.Count];
            _best.Drain(columns, values);
            Array.Sort(columns, values);
            return (columns, values);
        }

        private void Offer(int row, int other, double similarity)
        {
            if (other != row && similarity != 0)
            {
                _best.Add(other, (float)similarity);
            }
        }

        // A row is touched when its dot product leaves zero; prepared weights are never negative, so it does not come back to zero.
        private int Gather(SparseMatrix left, SparseMatrix right, int row)
        {
            int touched = 0;
            ReadOnlySpan<int> columns = left.Columns(row);
            ReadOnlySpan<float> weights = left.Values(row);
            for (int c = 0; c < columns.Length; c++)
            {
                ReadOnlySpan<int> others = right.Columns(columns[c]);
                ReadOnlySpan<float> values = right.Values(columns[c]);
                for (int i = 0; i < others.Length; i++)
                {
                    int other = others[i];
                    float before = _dot[other];
                    float after = before + (weights[c] * values[i]);
                    _dot[other] = after;
                    if (before == 0 && after != 0)
                    {
                        _touched[touched++] = other;
                    }
                }

                if (withCounts)
                {
                    foreach (int other in others)
                    {
                        _common[other]++;
                    }
                }
            }

            return touched;
        }
    }
}
