using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using Kindred.Store.Import.Sources;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import;

/// <summary>Imports files and PostgreSQL tables into a workspace.</summary>
/// <remarks>
/// A source is prepared (decompressed where needed, in UTF-8, scanned), its mapped columns are staged in a scratch file,
/// how each column is read is decided over all of its cells, and one transaction makes all changes. Nothing is held in
/// memory by row, so that a source may be larger than memory.
/// </remarks>
public static class Importer
{
    /// <summary>Imports one source.</summary>
    /// <param name="workspace">Where to; opened for writing.</param>
    /// <param name="source">A file, or <c>postgres://user:password@host/database?table=…</c> (or <c>?query=…</c>).</param>
    /// <param name="options">Null: everything is found out.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Stops the import; the workspace stays as it was.</param>
    /// <returns>What was understood and what became of every row.</returns>
    /// <exception cref="ImportException">The source cannot be imported; one sentence says why and what next.</exception>
    public static ImportReport Import(Workspace workspace, string source, ImportOptions? options = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentException.ThrowIfNullOrEmpty(source);
        options ??= new ImportOptions();
        long started = Stopwatch.GetTimestamp();
        string scratch = Directory.CreateDirectory(Path.Combine(workspace.TemporaryFolder, "import")).FullName;
        try
        {
            progress?.Report("reading the source");
            ImportSource opened = SourceOpener.Open(workspace, source, options, scratch, cancellationToken);
            ColumnMapping mapping = ColumnMapping.Choose(KindOf(opened, options), opened.Headers, options.Map, opened.Name);
            string settings = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{mapping.Table.Name}|{options.Fingerprint()}")));
            ImportReport report = (options.Force ? null : Earlier(workspace, opened, settings))
                ?? new ImportRun(workspace, opened, mapping, options, scratch, progress, cancellationToken).Run(settings);
            return report with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>The accounts of all imports, oldest first.</summary>
    public static IReadOnlyList<ImportReport> History(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var reports = new List<ImportReport>();
        using DuckDBDataReader reader = workspace.Query("SELECT report FROM imports ORDER BY import_id");
        while (reader.Read())
        {
            reports.Add(ImportReport.FromJson(reader.GetString(0)));
        }

        return reports;
    }

    private static ImportKind? KindOf(ImportSource source, ImportOptions options) =>
        source.Format is ImportFormat.Basket or ImportFormat.Fimi ? ImportKind.Orders : options.Kind;

    private static ImportReport? Earlier(Workspace workspace, ImportSource source, string settings)
    {
        // Baskets get their order ids from the file's name: the same content under another name is another import.
        string name = source.Format is ImportFormat.Basket or ImportFormat.Fimi ? $" AND source = {Sql.Text(source.Name)}" : "";
        string? json = workspace.Scalar<string>($"SELECT report FROM imports WHERE content_hash = {Sql.Text(source.ContentHash)} AND settings_hash = {Sql.Text(settings)}{name} ORDER BY import_id DESC LIMIT 1");
        return json is null ? null : ImportReport.FromJson(json) with { AlreadyImported = true };
    }
}
