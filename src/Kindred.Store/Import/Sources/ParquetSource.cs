using System.Security.Cryptography;
using DuckDB.NET.Data;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import.Sources;

/// <summary>Parquet files; the line of a row is its number in the file.</summary>
internal static class ParquetSource
{
    public static ImportSource Open(Workspace workspace, string file)
    {
        string relation = $"read_parquet({Sql.Text(TextSource.Escaped(file))})";
        using FileStream stream = File.OpenRead(file);
        return new ImportSource
        {
            Name = file,
            Format = ImportFormat.Parquet,
            ContentHash = Convert.ToHexStringLower(SHA256.HashData(stream)),
            Headers = Columns(workspace, relation, file),
            Relation = relation,
        };
    }

    private static List<string> Columns(Workspace workspace, string relation, string file)
    {
        var names = new List<string>();
        try
        {
            using DuckDBCommand command = workspace.Connection.CreateCommand();
            command.CommandText = $"SELECT column_name FROM (DESCRIBE SELECT * FROM {relation})";
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
            }
        }
        catch (DuckDBException e)
        {
            throw new ImportException($"{file} begins like Parquet but cannot be read as Parquet ({ImportError.FirstLine(e)}); write it again.", e);
        }

        return names;
    }
}
