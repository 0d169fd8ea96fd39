using Kindred.Store.Import;

namespace Kindred.Cli.Analysis;

/// <summary>Tells a person what was understood of a file.</summary>
internal static class ImportText
{
    public static void Write(TextWriter output, ImportReport report)
    {
        string kind = $"{report.Kind}".ToLowerInvariant();
        string written = string.Join(", ", new[] { $"{report.Format}".ToLowerInvariant(), report.Compression, report.Encoding }.Where(p => !string.IsNullOrEmpty(p)));
        output.WriteLine($"{report.Source}: {kind} ({written})");
        if (report.AlreadyImported)
        {
            output.WriteLine("  imported before with the same content and options; nothing changed");
            return;
        }

        foreach (ImportedColumn column in report.Columns)
        {
            string reading = column.Reading is null ? "" : $", read as {column.Reading}";
            string doubt = column.Confidence < 1 ? "" : ", by name";
            output.WriteLine($"  {column.Column,-13} ← {column.Header}{reading}{doubt}");
        }

        if (report.IgnoredColumns.Count > 0)
        {
            output.WriteLine($"  not taken     : {string.Join(", ", report.IgnoredColumns)} (--map takes them)");
        }

        output.WriteLine($"  {report.RowsRead:N0} rows read, {report.RowsTaken:N0} taken, {report.RowsRejected:N0} rejected, {report.CellsRejected:N0} cells left empty, {report.KeysUpdated:N0} {kind} updated; {report.Seconds:0.0} s");
        foreach (RejectedCount rejected in report.Rejected.Take(10))
        {
            output.WriteLine($"  rejected {rejected.Count:N0} × {(rejected.Column is null ? "" : $"{rejected.Column}: ")}{rejected.Reason}");
        }

        foreach (string note in report.Notes)
        {
            output.WriteLine($"  note: {note}");
        }
    }
}
