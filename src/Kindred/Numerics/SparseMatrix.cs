namespace Kindred.Numerics;

/// <summary>A float32 matrix in compressed sparse rows: row r holds values at strictly ascending columns.</summary>
/// <remarks>Immutable and thread-safe. Memory: 8 bytes a stored value and 4 bytes a row.</remarks>
public sealed class SparseMatrix
{
    private readonly int[] _offsets;
    private readonly int[] _columns;
    private readonly float[] _values;

    /// <summary>Wraps arrays that already have the layout described above; they are not copied.</summary>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="columnCount">Number of columns.</param>
    /// <param name="offsets">Length rows + 1, from 0 to the number of stored values, never descending.</param>
    /// <param name="columns">Columns, strictly ascending inside each row.</param>
    /// <param name="values">The value at each of them.</param>
    /// <exception cref="ArgumentException">The arrays do not have that layout.</exception>
    public SparseMatrix(int rowCount, int columnCount, int[] offsets, int[] columns, float[] values)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        RowCount = rowCount;
        ColumnCount = columnCount;
        (_offsets, _columns, _values) = (offsets, columns, values);
        Validate();
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of stored values.</summary>
    public int StoredCount => _offsets[RowCount];

    /// <summary>Where each row starts in <see cref="AllColumns"/>; one more entry than rows.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The columns of all rows, row after row.</summary>
    public ReadOnlySpan<int> AllColumns => _columns;

    /// <summary>The values of all rows, row after row.</summary>
    public ReadOnlySpan<float> AllValues => _values;

    /// <summary>The columns of a row, ascending.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>The values of a row, in the order of its columns.</summary>
    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>Number of stored values in a row.</summary>
    public int CountInRow(int row) => _offsets[row + 1] - _offsets[row];

    /// <summary>Number of rows that are not empty.</summary>
    public int FilledRows()
    {
        int filled = 0;
        for (int row = 0; row < RowCount; row++)
        {
            filled += CountInRow(row) > 0 ? 1 : 0;
        }

        return filled;
    }

    /// <summary>Number of stored values in each column.</summary>
    public int[] CountInColumns()
    {
        var counts = new int[ColumnCount];
        foreach (int column in _columns)
        {
            counts[column]++;
        }

        return counts;
    }

    /// <summary>The transposed matrix, by counting sort: O(stored values).</summary>
    public SparseMatrix Transpose()
    {
        var offsets = new int[ColumnCount + 1];
        foreach (int column in _columns)
        {
            offsets[column + 1]++;
        }

        for (int c = 0; c < ColumnCount; c++)
        {
            offsets[c + 1] += offsets[c];
        }

        int[] next = offsets[..ColumnCount];
        var columns = new int[_columns.Length];
        var values = new float[_values.Length];
        for (int row = 0; row < RowCount; row++)
        {
            for (int i = _offsets[row]; i < _offsets[row + 1]; i++)
            {
                int target = next[_columns[i]]++;
                columns[target] = row;
                values[target] = _values[i];
            }
        }

        return new SparseMatrix(ColumnCount, RowCount, offsets, columns, values);
    }

    /// <summary>Joins rows that were made one by one.</summary>
    /// <param name="rows">Columns, strictly ascending, and values of each row.</param>
    /// <param name="columnCount">Number of columns.</param>
    /// <exception cref="OverflowException">More than 2³¹ − 1 values in all.</exception>
    internal static SparseMatrix FromRows((int[] Columns, float[] Values)[] rows, int columnCount)
    {
        var offsets = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            offsets[row + 1] = checked(offsets[row] + rows[row].Columns.Length);
        }

        var columns = new int[offsets[^1]];
        var values = new float[offsets[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].Columns.CopyTo(columns, offsets[row]);
            rows[row].Values.CopyTo(values, offsets[row]);
        }

        return new SparseMatrix(rows.Length, columnCount, offsets, columns, values);
    }

    /// <summary>The same pattern with other values.</summary>
    /// <param name="values">One value for each stored one, in the same order.</param>
    public SparseMatrix WithValues(float[] values) => new(RowCount, ColumnCount, _offsets, _columns, values);

    private void Validate()
    {
        if (RowCount < 0 || ColumnCount < 0 || _offsets.Length != RowCount + 1 || _offsets[0] != 0 ||
            _offsets[^1] != _columns.Length || _columns.Length != _values.Length)
        {
            throw new ArgumentException("The offsets of a sparse matrix must run from 0 to the number of its columns and values.");
        }

        for (int row = 0; row < RowCount; row++)
        {
            int previous = -1;
            if (_offsets[row] > _offsets[row + 1] || _offsets[row + 1] > _columns.Length)
            {
                throw new ArgumentException($"The offsets of a sparse matrix descend at row {row}.");
            }

            foreach (int column in Columns(row))
            {
                if (column <= previous || column >= ColumnCount)
                {
                    throw new ArgumentException($"Row {row} of a sparse matrix holds column {column} after {previous}; columns ascend strictly below {ColumnCount}.");
                }

                previous = column;
            }
        }
    }
}
