using System.IO.Hashing;
using System.Text;

namespace Kindred.Domain;

/// <summary>An immutable two-way map between product ids and dense rows 0 … <see cref="Count"/> − 1.</summary>
/// <remarks>Thread-safe. Rows keep the order in which the ids were given.</remarks>
public sealed class Vocabulary
{
    private readonly Lazy<string[]> _ids;
    private readonly Lazy<Dictionary<string, int>> _rows;
    private readonly Lazy<ulong> _fingerprint;

    /// <summary>Creates a vocabulary whose row i is the i-th id.</summary>
    /// <param name="ids">Distinct ids, compared ordinally.</param>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public Vocabulary(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        string[] known = [.. ids];
        Dictionary<string, int> rows = IndexRows(known, nameof(ids));
        Count = known.Length;
        _ids = new Lazy<string[]>(known);
        _rows = new Lazy<Dictionary<string, int>>(rows);
        _fingerprint = new Lazy<ulong>(() => ComputeFingerprint(known));
    }

    private Vocabulary(int count, Func<string[]> ids)
    {
        Count = count;
        _ids = new Lazy<string[]>(ids);
        _rows = new Lazy<Dictionary<string, int>>(() => IndexRows(_ids.Value, nameof(ids)));
        _fingerprint = new Lazy<ulong>(() => ComputeFingerprint(_ids.Value));
    }

    /// <summary>Number of products.</summary>
    public int Count { get; }

    /// <summary>A 64-bit hash of all ids in row order: two artefacts fit together only if theirs are equal.</summary>
    public ulong Fingerprint => _fingerprint.Value;

    /// <summary>The id at a row.</summary>
    /// <exception cref="IndexOutOfRangeException">The row is not in 0 … <see cref="Count"/> − 1.</exception>
    public ProductId this[int row] => new(_ids.Value[row]);

    /// <summary>Finds the row of an id; an unknown id is a legal question answered with false.</summary>
    public bool TryGetRow(ProductId id, out int row) => _rows.Value.TryGetValue(id.Value, out row);

    /// <summary>A vocabulary whose strings are made when first asked for, so that counting alone never pays for them.</summary>
    /// <param name="count">Number of ids.</param>
    /// <param name="ids">Makes exactly <paramref name="count"/> distinct ids, none empty; called at most once.</param>
    internal static Vocabulary Deferred(int count, Func<string[]> ids) => new(count, ids);

    private static Dictionary<string, int> IndexRows(string[] ids, string parameter)
    {
        var rows = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        for (int row = 0; row < ids.Length; row++)
        {
            if (string.IsNullOrEmpty(ids[row]))
            {
                throw new ArgumentException($"The id of row {row} is empty.", parameter);
            }

            if (!rows.TryAdd(ids[row], row))
            {
                throw new ArgumentException($"The id '{ids[row]}' stands at rows {rows[ids[row]]} and {row}.", parameter);
            }
        }

        return rows;
    }

    private static ulong ComputeFingerprint(string[] ids)
    {
        var hash = new XxHash3();
        foreach (string id in ids)
        {
            hash.Append(Encoding.UTF8.GetBytes(id));
            hash.Append([0]);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
