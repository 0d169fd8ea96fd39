using System.Data.Common;
using DuckDB.NET.Data;

namespace Kindred.Store.Workspaces;

/// <summary>One shop's folder: settings, the DuckDB database with its tables, artefacts and what is published.</summary>
/// <remarks>
/// One process may write at a time. Every change is a transaction or an atomic rename, so that an interruption at any
/// moment leaves the last committed state. Not thread-safe: one <see cref="Workspace"/> serves one thread at a time.
/// </remarks>
public sealed class Workspace : IDisposable
{
    /// <summary>The folder used when none is named.</summary>
    public const string DefaultFolder = "./.kindred";

    private const string SettingsName = "kindred.json";
    private const string DatabaseName = "store.duckdb";

    // DuckDB keeps its buffers within its limit, but what else it allocates can grow to as much again; the runtime, the
    // program's own lists and decompression buffers come on top. Measured by the peak of the process while 5 million
    // lines were cleaned under 512 MB and 100 million under 2 GB.
    private const double DatabaseShareOfMemory = 0.45;

    // What the runtime and the program's own code and lists take of a small limit.
    private const long MemoryOutsideDatabase = 320L << 20;

    private const int MostThreadsWritingAlone = 4;

    private readonly WorkspaceLock _lock;

    private Workspace(string folder, WorkspaceOptions options, WorkspaceLock held, WorkspaceSettings settings, DuckDBConnection connection)
    {
        Folder = folder;
        Options = options;
        _lock = held;
        Settings = settings;
        Connection = connection;
        Artifacts = new ArtifactStore(folder, options.TimeProvider);
    }

    /// <summary>The workspace's folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>How the workspace was opened.</summary>
    public WorkspaceOptions Options { get; }

    /// <summary>What <c>kindred.json</c> says.</summary>
    public WorkspaceSettings Settings { get; private set; }

    /// <summary>Results of stages.</summary>
    public ArtifactStore Artifacts { get; }

    /// <summary>The open connection to <c>store.duckdb</c>.</summary>
    public DuckDBConnection Connection { get; }

    /// <summary>Scratch space, emptied whenever the workspace is opened for writing.</summary>
    internal string TemporaryFolder => Path.Combine(Folder, "tmp");

    /// <summary>True when the folder holds a workspace.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, SettingsName));

    /// <summary>Opens a workspace, creating it when the folder holds none (unless read-only).</summary>
    /// <param name="folder">The workspace's folder; it need not exist.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="WorkspaceException">The settings are not valid, another process is writing, the database cannot be read, or there is nothing to read.</exception>
    public static Workspace Open(string folder = DefaultFolder, WorkspaceOptions? options = null)
    {
        options ??= new WorkspaceOptions();
        options.Validate();
        folder = Path.GetFullPath(folder);
        if (options.ReadOnly && !Exists(folder))
        {
            throw new WorkspaceException($"There is no workspace at {folder}; import orders into it first, or name another with --workspace.");
        }

        CreateFolder(folder);
        WorkspaceLock held = WorkspaceLock.Acquire(folder, options);
        try
        {
            return OpenLocked(folder, options, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the settings, atomically.</summary>
    public void SaveSettings(WorkspaceSettings settings)
    {
        settings.Write(Path.Combine(Folder, SettingsName));
        Settings = settings;
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Execute(string sql, CancellationToken cancellationToken = default)
    {
        using DuckDBDataReader reader = Query(sql, cancellationToken);
        while (reader.NextResult())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs a query; the caller disposes of the reader.</summary>
    /// <param name="sql">Statements put together from our own names; values are quoted.</param>
    /// <param name="cancellationToken">Interrupts the query.</param>
    /// <exception cref="OperationCanceledException">The query was interrupted.</exception>
    public DuckDBDataReader Query(string sql, CancellationToken cancellationToken = default) => Query(sql, streaming: false, cancellationToken);

    /// <inheritdoc cref="Query(string, CancellationToken)"/>
    /// <param name="sql">As above.</param>
    /// <param name="streaming">True to compute rows as they are read, so that a result may be larger than memory; no other query may run meanwhile.</param>
    /// <param name="cancellationToken">As above.</param>
    internal DuckDBDataReader Query(string sql, bool streaming, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using DuckDBCommand command = Connection.CreateCommand();
#pragma warning disable CA2100 // Statements are put together from our own table definitions; values are quoted by Sql.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.UseStreamingMode = streaming;
        using CancellationTokenRegistration interrupt = cancellationToken.Register(command.Cancel);
        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was interrupted.", e, cancellationToken);
        }
    }

    /// <summary>Runs a query for one value.</summary>
    /// <typeparam name="T">The value's .NET type; nullable when the value may be NULL.</typeparam>
    public T? Scalar<T>(string sql, CancellationToken cancellationToken = default)
    {
        using DuckDBDataReader reader = Query(sql, cancellationToken);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    /// <summary>Runs changes in one transaction: all of them are kept, or none.</summary>
    public void InTransaction(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using DbTransaction transaction = Connection.BeginTransaction();
        change();
        transaction.Commit();
    }

    /// <summary>Runs statements that write many rows; with few threads on one of them.</summary>
    /// <remarks>
    /// To keep the order with several threads, DuckDB writes batches that wait for the earlier ones and are then put together:
    /// measured twice the processor time of one thread, and on two busy cores five times the wall time.
    /// </remarks>
    internal void WriteMany(Action write)
    {
        int threads = Options.Threads ?? Environment.ProcessorCount;
        if (threads > MostThreadsWritingAlone)
        {
            write();
            return;
        }

        Execute("SET threads = 1");
        try
        {
            write();
        }
        finally
        {
            Execute($"SET threads = {threads}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Connection.Dispose();
        _lock.Dispose();
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The folder {folder} cannot be created ({e.Message}); name another with --workspace.", e);
        }
    }

    private static Workspace OpenLocked(string folder, WorkspaceOptions options, WorkspaceLock held)
    {
        string settingsFile = Path.Combine(folder, SettingsName);
        WorkspaceSettings settings = File.Exists(settingsFile)
            ? WorkspaceSettings.Read(settingsFile)
            : new WorkspaceSettings { Schema = WorkspaceSettings.CurrentSchema };
        if (!options.ReadOnly)
        {
            EmptyTemporaryFolder(Path.Combine(folder, "tmp"));
        }

        DuckDBConnection connection = Connect(folder, options);
        try
        {
            var workspace = new Workspace(folder, options, held, settings, connection);
            if (!options.ReadOnly)
            {
                workspace.InTransaction(() => workspace.Execute(StoreSchema.Create));
                workspace.Artifacts.RemoveStale();
                workspace.SaveSettings(settings);
            }

            return workspace;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void EmptyTemporaryFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static DuckDBConnection Connect(string folder, WorkspaceOptions options)
    {
        string database = Path.Combine(folder, DatabaseName);
        long memory = options.MemoryLimitBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        var settings = new DuckDBConnectionStringBuilder
        {
            DataSource = database,
            ["memory_limit"] = $"{MemoryOfDatabase(memory) >> 20}MiB",
            ["threads"] = $"{options.Threads ?? Environment.ProcessorCount}",
            ["temp_directory"] = Path.Combine(folder, "tmp"),
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
        };
        if (options.ReadOnly)
        {
            settings["access_mode"] = "READ_ONLY";
        }

        var connection = new DuckDBConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            throw new WorkspaceException($"The database {database} cannot be opened ({FirstLine(e.Message)}); if it is damaged, move it away and import again.", e);
        }
    }

    private static long MemoryOfDatabase(long limit) => Math.Min((long)(limit * DatabaseShareOfMemory), limit - MemoryOutsideDatabase);

    private static string FirstLine(string text) => text.AsSpan().IndexOf('\n') is >= 0 and int end ? text[..end] : text;
}
