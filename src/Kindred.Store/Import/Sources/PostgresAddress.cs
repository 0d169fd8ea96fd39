using Npgsql;

namespace Kindred.Store.Import.Sources;

/// <summary>An address such as <c>postgres://user:password@host:5432/database?table=shop.order_lines</c>.</summary>
/// <param name="ConnectionString">For Npgsql.</param>
/// <param name="Query">The query to copy.</param>
/// <param name="Display">The address without its password.</param>
internal sealed record PostgresAddress(string ConnectionString, string Query, string Display)
{
    private const int DefaultPort = 5432;

    public static PostgresAddress Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.AbsolutePath.Length < 2)
        {
            throw new ImportException("The PostgreSQL address is not valid; write postgres://user:password@host/database?table=order_lines.");
        }

        Dictionary<string, string> parameters = Parameters(uri.Query);
        string query = (parameters.Remove("table", out string? table), parameters.Remove("query", out string? text)) switch
        {
            (true, false) => "SELECT * FROM " + string.Join('.', table!.Split('.').Select(Sql.Name)),
            (false, true) => text!.Trim().TrimEnd(';'),
            _ => throw new ImportException("The PostgreSQL address names no table or query; add ?table=order_lines or ?query=SELECT… to it."),
        };
        string[] login = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            // A socket folder cannot stand in an address as host: it is given as ?host=/folder.
            Host = parameters.Remove("host", out string? host) ? host : uri.Host,
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            CommandTimeout = 0,
            Pooling = false,
        };
        foreach ((string key, string value) in parameters)
        {
            Set(connection, key, value);
        }

        string user = login[0].Length > 0 ? login[0] + "@" : "";
        string what = table is null ? "query" : $"table={table}";
        return new PostgresAddress(connection.ConnectionString, query, $"postgres://{user}{uri.Authority[(uri.Authority.LastIndexOf('@') + 1)..]}{uri.AbsolutePath}?{what}");
    }

    private static void Set(NpgsqlConnectionStringBuilder connection, string key, string value)
    {
        try
        {
            connection[key == "sslmode" ? "SSL Mode" : key] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ImportException($"The PostgreSQL address has the setting {key}={value}, which is not valid; leave it out or correct it.", e);
        }
    }

    private static Dictionary<string, string> Parameters(string query) => query
        .TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2))
        .GroupBy(p => Decode(p[0]).ToLowerInvariant())
        .ToDictionary(g => g.Key, g => Decode(g.Last().ElementAtOrDefault(1) ?? ""));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
