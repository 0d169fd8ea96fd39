using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Kindred.Store.Import.Sources;

/// <summary>Excel workbooks: the first sheet with rows, written as CSV and read like any other.</summary>
internal static class ExcelSource
{
    public static ImportSource Open(string file, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string copy = Path.Combine(scratch, "sheet.csv");
        string sheet = WriteSheet(file, copy, cancellationToken);
        ImportSource source = DelimitedSource.Open(copy, file, options with { Encoding = "utf-8", Delimiter = ',' }, scratch, cancellationToken);
        return source with
        {
            Format = ImportFormat.Excel,
            Encoding = null,
            Delimiter = null,
            RowsAreLines = true,
            Notes = [$"Sheet '{sheet}' was read."],
        };
    }

    private static string WriteSheet(string file, string copy, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using IExcelDataReader reader = ExcelReaderFactory.CreateReader(stream);
            do
            {
                if (reader.RowCount > 0 && Write(reader, copy, cancellationToken))
                {
                    return reader.Name;
                }
            }
            while (reader.NextResult());
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // The library signals damage by whichever exception its parsers meet.
            throw new ImportException($"{file} cannot be read as an Excel workbook ({e.Message.TrimEnd('.')}); save it again as .xlsx or as CSV.", e);
        }

        throw new ImportException($"{file} has no sheet with rows; there is nothing to import.");
    }

    private static bool Write(IExcelDataReader reader, string copy, CancellationToken cancellationToken)
    {
        bool any = false;
        using var writer = new StreamWriter(copy);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => Quoted(TextOf(reader.GetValue(i))))];
            bool blank = cells.All(c => c.Length == 0);
            any |= !blank;
            writer.Write(blank ? "" : string.Join(',', cells));
            writer.Write('\n');
        }

        return any;
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString(Math.Abs(number) < 1e15 ? "0.###############" : "R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"").Replace("\r\n", "\n").Replace('\r', '\n')}\"";
}
