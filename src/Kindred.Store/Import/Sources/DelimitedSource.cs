using Kindred.Store.Import.Text;

namespace Kindred.Store.Import.Sources;

/// <summary>CSV, TSV and other delimited text.</summary>
internal static class DelimitedSource
{
    public static ImportSource Open(string file, string name, ImportOptions options, string scratch, CancellationToken cancellationToken)
    {
        PreparedText text = TextSource.Prepare(file, options, scratch, head => DelimitedHead.Read(head, options.Delimiter)?.Delimiter ?? ',', cancellationToken);
        DelimitedHead head = DelimitedHead.Read(text.Head, options.Delimiter)
            ?? throw new ImportException($"{name} has blank lines only; there is nothing to import.");
        List<string> headers = options.HasHeader ? Distinct(head.Cells) : [.. head.Cells.Select((_, i) => $"column{i + 1}")];
        int skip = head.SkippedRows + (options.HasHeader ? 1 : 0);
        return new ImportSource
        {
            Name = name,
            Format = ImportFormat.Delimited,
            Compression = FileContent.CompressionOf(file),
            Encoding = TextEncodings.NameOf(text.Encoding),
            Delimiter = head.Delimiter.ToString(),
            ContentHash = text.Scan.ContentHash,
            Headers = headers,
            Relation = TextSource.ReadCsv(text, headers, head.Delimiter, skip),
            Scan = text.Scan,
            HeaderRows = skip,
            Notes = text.Notes,
        };
    }

    /// <summary>Gives nameless columns a name and repeated names a number.</summary>
    public static List<string> Distinct(IReadOnlyList<string> cells)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(cells.Count);
        for (int i = 0; i < cells.Count; i++)
        {
            string name = cells[i].Length > 0 ? cells[i].Replace("\0", "") : $"column{i + 1}";
            string distinct = name;
            for (int number = 2; !taken.Add(distinct); number++)
            {
                distinct = $"{name}_{number}";
            }

            names.Add(distinct);
        }

        return names;
    }
}
