using Kindred.Store.Import.Text;
using Kindred.Store.Workspaces;

namespace Kindred.Store.Import.Sources;

/// <summary>Finds out what a source is and opens it.</summary>
internal static class SourceOpener
{
    public static ImportSource Open(Workspace workspace, string source, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        if (PostgresSource.IsAddress(source))
        {
            return PostgresSource.Open(source, options, scratch, cancellationToken);
        }

        if (!File.Exists(source))
        {
            string what = Directory.Exists(source) ? "is a folder; name the files in it" : "is not there; check the path";
            throw new ImportException($"{source} {what}.");
        }

        try
        {
            return OpenFile(workspace, source, options, scratch, cancellationToken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ImportException($"{source} may not be read; check its rights.", e);
        }
    }

    private static ImportSource OpenFile(Workspace workspace, string file, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        ImportFormat format = options.Format == ImportFormat.Auto ? Detect(file) : options.Format;
        options = options with { Format = format };
        return format switch
        {
            ImportFormat.Excel => ExcelSource.Open(file, options, scratch, cancellationToken),
            ImportFormat.Parquet => ParquetSource.Open(workspace, file),
            ImportFormat.JsonLines => JsonLinesSource.Open(workspace, file, options, scratch, cancellationToken),
            ImportFormat.Basket or ImportFormat.Fimi => BasketFileSource.Open(file, options, scratch, cancellationToken),
            ImportFormat.Delimited => DelimitedSource.Open(file, file, options, scratch, cancellationToken),
            _ => throw new ImportException($"{file} is a file; the format {format} is for postgres:// addresses."),
        };
    }

    private static ImportFormat Detect(string file)
    {
        byte[] head = FileContent.ReadHead(file, FileContent.CompressionOf(file));
        if (FileContent.IsOle(head))
        {
            throw new ImportException($"{file} is an old Excel file or another Office file; save it as .xlsx or CSV.");
        }

        return head switch
        {
            _ when FileContent.IsParquet(head) => ImportFormat.Parquet,
            _ when FileContent.IsZip(head) => ImportFormat.Excel,
            _ when JsonStart(head) => ImportFormat.JsonLines,
            _ when BasketFileSource.LooksLikeFimi(head) => ImportFormat.Fimi,
            _ => ImportFormat.Delimited,
        };
    }

    private static bool JsonStart(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        return head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }
}
