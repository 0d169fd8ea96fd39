using Kindred.Store.Queries;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Cleaning;

/// <summary>The temporary tables that the rules of one cleaning run share.</summary>
/// <remarks>
/// <c>aliases(product_id, canonical_id)</c> says which ids are variants of another; <c>lines</c> is <c>order_lines</c> with
/// <c>line</c> (its row) and <c>product</c> (the canonical id); <c>marks(line, rule, detail)</c> is what each rule found;
/// <c>gone(line, rule)</c> is what the applied rules remove; <c>left_lines</c> is what is not gone;
/// <c>reduced(line, quantity)</c> holds new quantities. Everything stays in DuckDB, which spills to disk beyond its memory limit.
/// </remarks>
internal sealed class CleaningSession : CancellableQueries
{
    private const string CreateTables = """
        CREATE OR REPLACE TEMP TABLE aliases (product_id VARCHAR, canonical_id VARCHAR);
        CREATE OR REPLACE TEMP TABLE marks (line BIGINT, rule UTINYINT, detail VARCHAR);
        CREATE OR REPLACE TEMP TABLE gone (line BIGINT, rule UTINYINT);
        CREATE OR REPLACE TEMP TABLE reduced (line BIGINT, quantity DECIMAL(18,4));
        CREATE OR REPLACE TEMP VIEW lines AS
            SELECT l.rowid AS line, coalesce(a.canonical_id, l.product_id) AS product, l.*
            FROM order_lines l LEFT JOIN aliases a USING (product_id);
        CREATE OR REPLACE TEMP VIEW left_lines AS SELECT l.* FROM lines l ANTI JOIN gone g USING (line);
        """;

    private const string DropTables = """
        DROP VIEW IF EXISTS left_lines; DROP VIEW IF EXISTS lines;
        DROP TABLE IF EXISTS aliases; DROP TABLE IF EXISTS marks; DROP TABLE IF EXISTS gone; DROP TABLE IF EXISTS reduced;
        DROP TABLE IF EXISTS title_counts; DROP TABLE IF EXISTS chosen_titles; DROP TABLE IF EXISTS service_products;
        DROP TABLE IF EXISTS reversals; DROP TABLE IF EXISTS matches; DROP TABLE IF EXISTS repeated;
        DROP TABLE IF EXISTS originals; DROP TABLE IF EXISTS id_variants;
        DROP TABLE IF EXISTS long_orders;
        """;

    private readonly Workspace _workspace;

    public CleaningSession(Workspace workspace, CleaningOptions options, CancellationToken cancellation)
        : base(workspace.Connection, cancellation)
    {
        _workspace = workspace;
        Options = options;
        Execute(CreateTables);
        LineCount = Long("SELECT count(*) FROM order_lines");
    }

    public CleaningOptions Options { get; }

    public long LineCount { get; }

    /// <summary>Writes a large table.</summary>
    public void WriteMany(string sql) => _workspace.WriteMany(() => Execute(sql));

    public void DropTemporaries() => Execute(DropTables);
}
