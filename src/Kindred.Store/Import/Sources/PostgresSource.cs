using System.Net.Sockets;
using Npgsql;

namespace Kindred.Store.Import.Sources;

/// <summary>A PostgreSQL table or query, copied as CSV text in one stream.</summary>
internal static class PostgresSource
{
    private const int CopyBufferLength = 1 << 16;

    public static bool IsAddress(string source) =>
        source.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    public static ImportSource Open(string address, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        PostgresAddress parsed = PostgresAddress.Parse(address);
        string copy = Path.Combine(scratch, "query.csv");
        try
        {
            Fetch(parsed, copy, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw new ImportException($"{parsed.Display} cannot be read ({Reason(e)}); check the address, the rights and that the server runs.", e);
        }

        ImportSource source = DelimitedSource.Open(copy, parsed.Display, options with { Encoding = "utf-8", Delimiter = ',', HasHeader = true }, scratch, cancellationToken);
        return source with { Format = ImportFormat.Postgres, Encoding = null, Delimiter = null, RowsAreLines = true };
    }

    private static string Reason(Exception error) =>
        (error is PostgresException { MessageText: var text } ? text : error.Message).ReplaceLineEndings(" ").TrimEnd('.');

    private static void Fetch(PostgresAddress address, string target, CancellationToken cancellationToken)
    {
        using var connection = new NpgsqlConnection(address.ConnectionString);
        connection.Open();
        using TextReader reader = connection.BeginTextExport($"COPY ({address.Query}) TO STDOUT (FORMAT csv, HEADER)");
        using var writer = new StreamWriter(target);
        char[] buffer = new char[CopyBufferLength];
        for (int read; (read = reader.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(buffer, 0, read);
        }
    }
}
