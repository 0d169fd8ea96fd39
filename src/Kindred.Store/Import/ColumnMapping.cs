namespace Kindred.Store.Import;

/// <summary>A column of the source chosen for one of ours.</summary>
/// <param name="Field">Our column.</param>
/// <param name="Header">The source's column.</param>
/// <param name="Confidence">1 for our own name or the user's choice, less for a name that was recognised.</param>
internal sealed record MappedColumn(Field Field, string Header, double Confidence);

/// <summary>Which columns of a source are taken as which of ours.</summary>
internal sealed record ColumnMapping(ImportTable Table, IReadOnlyList<MappedColumn> Columns)
{
    private const double LoneDescription = 0.8;

    public MappedColumn? Of(string field) => Columns.FirstOrDefault(c => c.Field.Name == field);

    /// <summary>Chooses columns by the user's map first, then by name, the surest pairs first.</summary>
    /// <exception cref="ImportException">A required column is missing or the map names a column that is not there.</exception>
    public static ColumnMapping Choose(ImportKind? kind, IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> map, string source)
    {
        if (kind is { } known)
        {
            return Complete(Match(ImportTable.Of(known), headers, map, source), headers, source);
        }

        // Kinds are tried in an order that puts those with telling required columns first; the catalogue takes what is left.
        ColumnMapping? best = ImportTable.All
            .Where(table => map.Keys.All(field => table.Fields.Any(f => f.Name == field)))
            .Select(table => Match(table, headers, map, source))
            .Where(m => m.MissingFields().Count == 0 && m.HasSubject())
            .MaxBy(m => m.Columns.Count + m.Columns.Sum(c => c.Confidence));
        return best ?? Complete(Match(ImportTable.Orders, headers, map, source), headers, source);
    }

    private static ColumnMapping Match(ImportTable table, IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> map, string source)
    {
        var chosen = new Dictionary<string, MappedColumn>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string header) in map)
        {
            Field field = table.Fields.FirstOrDefault(f => f.Name == name)
                ?? throw new ImportException($"'{name}' is not a column of {table.Name}; its columns are {string.Join(", ", table.Fields.Select(f => f.Name))}.");
            if (header.Length > 0)
            {
                string actual = Find(headers, header)
                    ?? throw new ImportException($"{source} has no column '{header}' for {name}; its columns are {Listed(headers)}.");
                chosen[name] = new MappedColumn(field, actual, 1);
                used.Add(actual);
            }
        }

        var candidates =
            from field in table.Fields
            where !map.ContainsKey(field.Name)
            from header in headers
            let confidence = ConfidenceOf(field, header, headers)
            where confidence > 0
            orderby confidence descending, field.Required descending
            select new MappedColumn(field, header, confidence);
        foreach (MappedColumn candidate in candidates.ToList())
        {
            if (!chosen.ContainsKey(candidate.Field.Name) && used.Add(candidate.Header))
            {
                chosen[candidate.Field.Name] = candidate;
            }
        }

        // A lone "Description" names the product.
        if (!map.ContainsKey("title") && !chosen.ContainsKey("title") && !map.ContainsKey("description")
            && table.Fields.FirstOrDefault(f => f.Name == "title") is { } title && chosen.Remove("description", out MappedColumn? lone))
        {
            chosen["title"] = new MappedColumn(title, lone.Header, LoneDescription);
        }

        return new ColumnMapping(table, [.. table.Fields.Where(f => chosen.ContainsKey(f.Name)).Select(f => chosen[f.Name])]);
    }

    // Shopify's order export names the order "Name" and its lines "Lineitem …".
    private static double ConfidenceOf(Field field, string header, IReadOnlyList<string> headers) =>
        field.Name == "order_id" && HeaderNames.Normalise(header) == "name" && headers.Any(h => HeaderNames.Normalise(h) == "lineitemname")
            ? 0.99
            : HeaderNames.Confidence(field.Name, header);

    private static string? Find(IReadOnlyList<string> headers, string name) =>
        headers.FirstOrDefault(h => h == name) ?? headers.FirstOrDefault(h => string.Equals(h.Trim(), name, StringComparison.OrdinalIgnoreCase));

    private static ColumnMapping Complete(ColumnMapping mapping, IReadOnlyList<string> headers, string source)
    {
        List<string> missing = mapping.MissingFields();
        if (missing.Count == 0)
        {
            return mapping;
        }

        string map = string.Join(",", missing.Select(f => f + "=…"));
        throw new ImportException($"{source} has no column that is recognised as {string.Join(" or ", missing)}; its columns are {Listed(headers)}; name the right ones with --map {map}, or say --format basket if every line is one basket.");
    }

    private static string Listed(IReadOnlyList<string> headers) =>
        string.Join(", ", headers.Take(40).Select(Shown)) + (headers.Count > 40 ? $" and {headers.Count - 40} more" : "");

    // A header may hold line breaks and other controls; the message stays one line.
    private static string Shown(string header)
    {
        string line = string.Concat(header.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > 60 ? line[..60] + "…" : line;
    }

    private List<string> MissingFields() => [.. Table.Fields.Where(f => f.Required && Of(f.Name) is null).Select(f => f.Name)];

    // A file of product ids alone describes nothing: reviews need what was said and stock needs an amount.
    private bool HasSubject() => Table.Kind switch
    {
        ImportKind.Reviews => Of("text") is not null || Of("rating") is not null,
        ImportKind.Stock => Of("on_hand") is { Confidence: > 0.7 },
        _ => true,
    };
}
