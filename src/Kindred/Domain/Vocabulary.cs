using System.IO.Hashing;
using System.Text;

namespace Kindred.Domain;

/// <summary>An immutable two-way map between product ids and dense rows 0 … <see cref="Count"/> − 1.</summary>
/// <remarks>Thread-safe. Rows keep the order in which the ids were given.</remarks>
public sealed class Vocabulary
{
    private readonly string[] _ids;
    private readonly Dictionary<string, int> _rows;

    /// <summary>Creates a vocabulary whose row i is the i-th id.</summary>
    /// <param name="ids">Distinct ids, compared ordinally.</param>
    /// <exception cref="ArgumentException">An id is empty or stands twice.</exception>
    public Vocabulary(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        _ids = [.. ids];
        _rows = new Dictionary<string, int>(_ids.Length, StringComparer.Ordinal);
        for (int row = 0; row < _ids.Length; row++)
        {
            if (string.IsNullOrEmpty(_ids[row]))
            {
                throw new ArgumentException($"The id of row {row} is empty.", nameof(ids));
            }

            if (!_rows.TryAdd(_ids[row], row))
            {
                throw new ArgumentException($"The id '{_ids[row]}' stands at rows {_rows[_ids[row]]} and {row}.", nameof(ids));
            }
        }

        Fingerprint = ComputeFingerprint(_ids);
    }

    /// <summary>Number of products.</summary>
    public int Count => _ids.Length;

    /// <summary>A 64-bit hash of all ids in row order: two artefacts fit together only if theirs are equal.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The id at a row.</summary>
    /// <exception cref="IndexOutOfRangeException">The row is not in 0 … <see cref="Count"/> − 1.</exception>
    public ProductId this[int row] => new(_ids[row]);

    /// <summary>Finds the row of an id; an unknown id is a legal question answered with false.</summary>
    public bool TryGetRow(ProductId id, out int row) => _rows.TryGetValue(id.Value, out row);

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
