namespace Kindred.Text;

/// <summary>How many typing errors lie between two words: letters left out, added, changed, or swapped with their neighbour.</summary>
/// <remarks>
/// The restricted Damerau–Levenshtein distance (optimal string alignment): no piece is edited twice. Damerau, "A technique for computer detection and correction of
/// spelling errors" (CACM 1964), section 2, by the dynamic program of Wagner &amp; Fischer (1974).
/// </remarks>
internal static class EditDistance
{
    private const int MaxLength = 64;

    /// <summary>The distance, or <paramref name="limit"/> + 1 where it is greater than that.</summary>
    /// <param name="left">A word.</param>
    /// <param name="right">A word; of both, those longer than 64 letters are equal or beyond the limit.</param>
    /// <param name="limit">The greatest distance of interest, at least 0.</param>
    public static int Bounded(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        int prefix = left.CommonPrefixLength(right);
        left = left[prefix..];
        right = right[prefix..];
        if (left.IsEmpty || right.IsEmpty || Math.Abs(left.Length - right.Length) > limit || Math.Max(left.Length, right.Length) > MaxLength)
        {
            return Math.Min(limit + 1, left.Length + right.Length);
        }

        // The last three rows of the table; row i is at i modulo 3.
        Span<int> rows = stackalloc int[3 * (MaxLength + 1)];
        for (int j = 0; j <= right.Length; j++)
        {
            rows[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            if (FillRow(left, right, i, Row(rows, i - 2), Row(rows, i - 1), Row(rows, i)) > limit)
            {
                return limit + 1;
            }
        }

        return Math.Min(limit + 1, Row(rows, left.Length)[right.Length]);
    }

    private static Span<int> Row(Span<int> rows, int i) => rows.Slice((i + 3) % 3 * (MaxLength + 1), MaxLength + 1);

    // Returns the least entry of the row; later rows have none below it.
    private static int FillRow(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int i, ReadOnlySpan<int> beforeLast, ReadOnlySpan<int> last, Span<int> current)
    {
        int least = current[0] = i;
        for (int j = 1; j <= right.Length; j++)
        {
            int change = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            int best = Math.Min(change, 1 + Math.Min(last[j], current[j - 1]));
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
            {
                best = Math.Min(best, beforeLast[j - 2] + 1);
            }

            current[j] = best;
            least = Math.Min(least, best);
        }

        return least;
    }
}
