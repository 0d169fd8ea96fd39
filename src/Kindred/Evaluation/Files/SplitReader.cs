using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Domain;
using Kindred.Mining.Input;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>Reads ready-made train, validation and test files whose users and products share one numbering.</summary>
/// <remarks>
/// Fields are separated by spaces, tabs, commas or <c>::</c>. gzip and Zstandard are told from the content, UTF-16 from its byte order mark. A first
/// line of column names, such as <c>user_id,item_id,rating</c>, is passed over.
/// </remarks>
/// <param name="format">How the files are written.</param>
public sealed partial class SplitReader(SplitFormat format)
{
    private const int MostShown = 100;
    private static readonly string[] Separators = [" ", "\t", ",", "::"];
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    /// <summary>Reads the parts of a split; rows are numbered by first appearance, part after part.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="minRating">Pairs with a lower rating are left out; pairs without one are always taken.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>One set of interactions a file, all over the same products and number of users; in order where the format has one.</returns>
    /// <exception cref="KindredDataException">A file is not there or holds no interaction, or a line is not of the format.</exception>
    public IReadOnlyList<InteractionData> Read(IReadOnlyList<string> paths, double minRating = double.NegativeInfinity, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<(int User, int Item, long? UnixSeconds)>[] parts = [.. paths.Select(path => ReadPart(path, minRating, cancellation))];
        var items = new Vocabulary(_items.OrderBy(i => i.Value).Select(i => i.Key));
        return [.. parts.Select(part => Build(part, items))];
    }

    private InteractionData Build(List<(int User, int Item, long? UnixSeconds)> part, Vocabulary items)
    {
        var builder = new InteractionBuilder(items);
        foreach ((int user, int item, long? unixSeconds) in part)
        {
            builder.Add(user, item, unixSeconds: unixSeconds);
        }

        return builder.Build(_users.Count, ordered: format != SplitFormat.UserItems);
    }

    private List<(int User, int Item, long? UnixSeconds)> ReadPart(string path, double minRating, CancellationToken cancellation)
    {
        var part = new List<(int, int, long?)>();
        using StreamReader reader = TextFile.Open(path);
        var lines = new BoundedLines(reader, path);
        for (int number = 1; lines.Next() is { } line; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            string[] fields = line.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields.Length > 0 && !(number == 1 && IsHeader(fields)))
            {
                Take(fields, part, minRating, $"'{path}', line {number:N0}");
            }
        }

        return part.Count > 0 ? part : throw new KindredDataException(double.IsFinite(minRating)
            ? $"'{path}' holds no pair with a rating of at least {minRating.ToString(CultureInfo.InvariantCulture)}."
            : $"'{path}' holds no interactions: no line with a user and an item.");
    }

    private static bool IsHeader(string[] fields) => fields.Length > 1 && UserColumn().IsMatch(fields[0]) && ItemColumn().IsMatch(fields[1]);

    [GeneratedRegex(@"^user_?(id)?(:\w+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex UserColumn();

    [GeneratedRegex(@"^(item|product|movie|book|song)_?(id)?(:\w+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex ItemColumn();

    private void Take(string[] fields, List<(int User, int Item, long? UnixSeconds)> part, double minRating, string place)
    {
        int user = RowOf(_users, fields[0]);
        if (format != SplitFormat.Pairs)
        {
            part.AddRange(fields.Skip(1).Select(item => (user, RowOf(_items, item), (long?)null)));
            return;
        }

        double rating = double.PositiveInfinity;
        long time = 0;
        if (fields.Length is < 2 or > 4
            || (fields.Length > 2 && !(double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out rating) && double.IsFinite(rating)))
            || (fields.Length > 3 && !IsTime(fields[3], out time)))
        {
            throw new KindredDataException(
                $"{place}: expected 'user item', 'user item rating' or 'user item rating unix-seconds', found '{Shown(fields)}'. Is the format user-items or sequences?");
        }

        int row = RowOf(_items, fields[1]);
        if (rating >= minRating)
        {
            part.Add((user, row, fields.Length > 3 ? time : null));
        }
    }

    // Seconds within the calendar: milliseconds are not taken for years far ahead.
    private static bool IsTime(string field, out long time) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time)
        && time >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && time <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static string Shown(string[] fields)
    {
        string line = string.Join(' ', fields.Take(5));
        return fields.Length > 5 || line.Length > MostShown ? $"{line[..Math.Min(line.Length, MostShown)]} …" : line;
    }

    private static int RowOf(Dictionary<string, int> rows, string id)
    {
        if (!rows.TryGetValue(id, out int row))
        {
            row = rows.Count;
            rows.Add(id, row);
        }

        return row;
    }
}
