using DuckDB.NET.Data;

namespace Kindred.Store.Queries;

/// <summary>Statements on one connection that a cancellation token can interrupt.</summary>
internal class CancellableQueries(DuckDBConnection connection, CancellationToken cancellation)
{
    public void Execute(string sql, params object[] values) => Run(sql, values, command => command.ExecuteNonQuery());

    public long Long(string sql, params object[] values) =>
        Run(sql, values, command => command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value) : 0);

    public List<T> Rows<T>(string sql, Func<DuckDBDataReader, T> read, params object[] values)
    {
        var rows = new List<T>();
        ForEach(sql, reader => rows.Add(read(reader)), values);
        return rows;
    }

    /// <summary>Reads rows as they are computed, so that a result may be larger than memory; <paramref name="read"/> runs no query.</summary>
    public void ForEach(string sql, Action<DuckDBDataReader> read, params object[] values) => Run(sql, values, command =>
    {
        command.UseStreamingMode = true;
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            read(reader);
        }

        return true;
    });

    /// <summary>Appends rows to a temporary table.</summary>
    public void Append<T>(string table, IEnumerable<T> rows, Action<IDuckDBAppenderRow, T> write)
    {
        using DuckDBAppender appender = connection.CreateAppender("temp", "main", table);
        foreach (T row in rows)
        {
            IDuckDBAppenderRow target = appender.CreateRow();
            write(target, row);
            target.EndRow();
        }
    }

    private T Run<T>(string sql, object[] values, Func<DuckDBCommand, T> run)
    {
        cancellation.ThrowIfCancellationRequested();
        using DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are put together from constants of this assembly; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (object value in values)
        {
            command.Parameters.Add(new DuckDBParameter(value));
        }

        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (DuckDBException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", e, cancellation);
        }
    }
}
