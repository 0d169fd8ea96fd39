using System.Runtime.CompilerServices;
using DuckDB.NET.Native;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Baskets;

/// <summary>Streams the result of a query in DuckDB's own chunks of columns: no object and no string is made for a value.</summary>
/// <remarks>The ADO.NET reader makes a string of every text; for order lines that alone costs more than all the rest.</remarks>
internal sealed unsafe class LineChunks : IDisposable
{
    private readonly DuckDBPreparedStatement _statement;
    private readonly void*[] _values;
    private readonly ulong*[] _validity;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    /// <summary>Starts a query whose columns are texts or timestamps.</summary>
    /// <exception cref="WorkspaceException">The query fails.</exception>
    public LineChunks(Workspace workspace, string sql)
    {
        DuckDBState state = NativeMethods.PreparedStatements.DuckDBPrepare(workspace.Connection.NativeConnection, sql, out _statement);
        if (state != DuckDBState.Success || NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result) != DuckDBState.Success)
        {
            string reason = NativeMethods.Query.DuckDBResultError(ref _result);
            Dispose();
            throw new WorkspaceException($"The order lines cannot be read: {reason}");
        }

        int columns = (int)NativeMethods.Query.DuckDBColumnCount(ref _result);
        (_values, _validity) = (new void*[columns], new ulong*[columns]);
    }

    /// <summary>Rows of the present chunk.</summary>
    public int Count { get; private set; }

    /// <summary>Goes to the next chunk; false after the last one. Texts of the chunk before are gone then.</summary>
    public bool Next()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        if (_chunk.IsInvalid)
        {
            string? reason = NativeMethods.Query.DuckDBResultError(ref _result);
            return string.IsNullOrEmpty(reason) ? false : throw new WorkspaceException($"The order lines cannot be read: {reason}");
        }

        Count = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        for (int column = 0; column < _values.Length; column++)
        {
            IntPtr vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, column);
            _values[column] = NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _validity[column] = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }

        return Count > 0;
    }

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int column, int row) => _validity[column] is not null && ((_validity[column][row >> 6] >> row) & 1) == 0;

    /// <summary>The bytes of a text that is not NULL, in UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int column, int row)
    {
        ref DuckDBString text = ref ((DuckDBString*)_values[column])[row];
        return new ReadOnlySpan<byte>(text.Data, text.Length);
    }

    /// <summary>Whether a text, not NULL, stands in the row before too; false in the first row of a chunk.</summary>
    /// <remarks>DuckDB keeps a text of up to 12 bytes, padded with zeros, inside its 16 bytes, so that equal ones have equal bytes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsRepeated(int column, int row)
    {
        if (row == 0 || IsNull(column, row - 1))
        {
            return false;
        }

        UInt128* texts = (UInt128*)_values[column];
        return texts[row] == texts[row - 1] || Text(column, row).SequenceEqual(Text(column, row - 1));
    }

    /// <summary>A timestamp that is not NULL, in microseconds since 1970-01-01.</summary>
    public long Microseconds(int column, int row) => ((long*)_values[column])[row];

    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
    }
}
