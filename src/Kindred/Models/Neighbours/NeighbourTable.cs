using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The k most similar other rows of every row of a sparse matrix.</summary>
/// <remarks>
/// Row by row (Gustavson, 1978): row i of X Xᵀ is gathered in a dense accumulator from the transposed matrix, a bitmap says which cells are in use,
/// then the best k are kept. Rows are independent, so any number of threads gives the same bytes. Scratch a thread: 4⅛ bytes a row (8⅛ with counts).
/// Time: the sum over columns of squared column lengths.
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
        cancellation.ThrowIfCancellationRequested();
        var progress = new ProgressCounter(training.Progress, "comparing", rows.RowCount);
        ParallelRows.For(rows.RowCount, training.Threads, () => new Accumulator(left, right, similarity, neighbors), (row, scratch) =>
        {
            found[row] = scratch.Neighbours(row);
            progress.Step();
        }, cancellation);
        return SparseMatrix.FromRows(found, rows.RowCount);
    }

    /// <summary>One thread's dense row of X Xᵀ.</summary>
    private sealed class Accumulator(SparseMatrix left, SparseMatrix right, RowSimilarity similarity, int neighbors)
    {
        private readonly bool _needsCounts = similarity.NeedsCounts;
        private readonly bool _countsPairs = similarity.CountsPairs;
        private readonly float[] _dot = new float[left.RowCount];
        private readonly int[] _common = similarity.NeedsCounts ? new int[left.RowCount] : [];
        private readonly ulong[] _used = new ulong[(left.RowCount + 63) / 64];
        private readonly BestOfRow _best = new(neighbors, left.RowCount);

        public (int[] Columns, float[] Values) Neighbours(int row)
        {
            Gather(row);
            _dot[row] = 0;
            for (int word = 0; word < _used.Length; word++)
            {
                for (ulong bits = _used[word]; bits != 0; bits &= bits - 1)
                {
                    Offer(row, (word * 64) + BitOperations.TrailingZeroCount(bits));
                }

                _used[word] = 0;
            }

            return _best.Drain();
        }

        // Cells whose every term was weighed 0 are not alike, however many there were.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Offer(int row, int other)
        {
            float value = _dot[other];
            _dot[other] = 0;
            if (_needsCounts)
            {
                value = similarity.Damp(value, _common[other]);
                _common[other] = 0;
            }
            else if (_countsPairs && value != 0)
            {
                value = (float)similarity.Finish(value, value, left.CountInRow(row), left.CountInRow(other), left.ColumnCount);
            }

            if (value != 0)
            {
                _best.Offer(other, value);
            }
        }

        private void Gather(int row)
        {
            ReadOnlySpan<int> columns = left.Columns(row);
            ReadOnlySpan<float> weights = left.Values(row);
            for (int c = 0; c < columns.Length; c++)
            {
                if (_needsCounts)
                {
                    AddScaledAndCount(right.Columns(columns[c]), right.Values(columns[c]), weights[c]);
                }
                else
                {
                    AddScaled(right.Columns(columns[c]), right.Values(columns[c]), weights[c]);
                }
            }
        }

        // The columns of a sparse matrix have been checked to lie below the length of the accumulator.
        private void AddScaled(ReadOnlySpan<int> others, ReadOnlySpan<float> values, float weight)
        {
            ref float dot = ref MemoryMarshal.GetArrayDataReference(_dot);
            ref ulong used = ref MemoryMarshal.GetArrayDataReference(_used);
            for (int i = 0; i < others.Length; i++)
            {
                int other = others[i];
                Unsafe.Add(ref dot, other) += weight * values[i];
                Unsafe.Add(ref used, other >> 6) |= 1UL << other;
            }
        }

        private void AddScaledAndCount(ReadOnlySpan<int> others, ReadOnlySpan<float> values, float weight)
        {
            ref float dot = ref MemoryMarshal.GetArrayDataReference(_dot);
            ref int common = ref MemoryMarshal.GetArrayDataReference(_common);
            ref ulong used = ref MemoryMarshal.GetArrayDataReference(_used);
            for (int i = 0; i < others.Length; i++)
            {
                int other = others[i];
                Unsafe.Add(ref dot, other) += weight * values[i];
                Unsafe.Add(ref common, other)++;
                Unsafe.Add(ref used, other >> 6) |= 1UL << other;
            }
        }
    }
}
