using System.Globalization;
using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>Reads products (<c>product_id,title[,description]</c>) and judgments (<c>query,product_id,relevance</c>), CSV with headers.</summary>
public static class RetrievalFiles
{
    /// <summary>Reads a task; queries stand in the order in which they first appear, and judgments of products that are not there are counted and left out.</summary>
    /// <param name="products">Path of the products.</param>
    /// <param name="judgments">Path of the judgments.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="KindredDataException">
    /// A column is missing, a product stands twice or is judged in two ways for a query, no judged product is known, or a relevance is not a number from 0.
    /// </exception>
    public static RetrievalTask Read(string products, string judgments, CancellationToken cancellation = default)
    {
        (Vocabulary ids, List<string> titles, List<string> texts) = ReadProducts(products, cancellation);
        (List<RetrievalQuery> queries, int unknown) = ReadJudgments(judgments, ids, cancellation);
        return queries.Count > 0 || unknown == 0 ? new RetrievalTask(ids, texts, titles, queries) { UnknownJudged = unknown }
            : throw new KindredDataException($"None of the {unknown:N0} judged products of '{judgments}' is among the products of '{products}'. Check the column product_id of both.");
    }

    private static (Vocabulary Ids, List<string> Titles, List<string> Texts) ReadProducts(string path, CancellationToken cancellation)
    {
        using var table = new CsvTable(path);
        (int id, int title, int? description) = (table.Column("product_id"), table.Column("title"), table.TryColumn("description"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (ids, titles, texts) = (new List<string>(), new List<string>(), new List<string>());
        foreach ((IReadOnlyList<string> fields, string place) in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            if (fields[id].Length == 0 || !seen.Add(fields[id]))
            {
                throw new KindredDataException($"{place}: the product_id '{fields[id]}' is empty or stands twice; every product needs its own.");
            }

            ids.Add(fields[id]);
            titles.Add(fields[title]);
            texts.Add(description is { } d && fields[d].Length > 0 ? $"{fields[title]} {fields[d]}" : fields[title]);
        }

        return ids.Count > 0 ? (new Vocabulary(ids), titles, texts) : throw new KindredDataException($"'{path}' holds no products.");
    }

    private static (List<RetrievalQuery> Queries, int Unknown) ReadJudgments(string path, Vocabulary products, CancellationToken cancellation)
    {
        using var table = new CsvTable(path);
        (int query, int id, int relevance) = (table.Column("query"), table.Column("product_id"), table.Column("relevance"));
        int unknown = 0;
        var order = new List<string>();
        var judged = new Dictionary<string, Dictionary<int, float>>(StringComparer.Ordinal);
        foreach ((IReadOnlyList<string> fields, string place) in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!float.TryParse(fields[relevance], NumberStyles.Float, CultureInfo.InvariantCulture, out float grade) || !(grade >= 0 && grade <= 100))
            {
                throw new KindredDataException($"{place}: the relevance '{fields[relevance]}' is not a number from 0 to 100.");
            }

            if (!products.TryGetRow(new ProductId(fields[id]), out int row))
            {
                unknown++;
                continue;
            }

            if (!judged.TryGetValue(fields[query], out Dictionary<int, float>? grades))
            {
                order.Add(fields[query]);
                judged[fields[query]] = grades = [];
            }

            if (!grades.TryAdd(row, grade) && grades[row] != grade)
            {
                throw new KindredDataException($"{place}: the product '{fields[id]}' is judged twice for the query '{fields[query]}', and not alike.");
            }
        }

        return ([.. order.Select(q => new RetrievalQuery(q, [.. judged[q].Keys], [.. judged[q].Values]))], unknown);
    }
}
