namespace Kindred.Evaluation;

/// <summary>Likeness of two short strings, 0 to 1 (Winkler, 1990; prefix scale 0.1, at most four characters).</summary>
internal static class JaroWinkler
{
    private const int LongestPrefix = 4;
    private const double PrefixScale = 0.1;

    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        double jaro = Jaro(a, b);
        int prefix = Math.Min(LongestPrefix, a.CommonPrefixLength(b));
        return jaro + (prefix * PrefixScale * (1 - jaro));
    }

    private static double Jaro(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.Length == b.Length ? 1 : 0;
        }

        int reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var takenA = new bool[a.Length];
        var takenB = new bool[b.Length];
        int matches = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1) && !takenA[i]; j++)
            {
                if (!takenB[j] && a[i] == b[j])
                {
                    (takenA[i], takenB[j]) = (true, true);
                    matches++;
                }
            }
        }

        return matches == 0 ? 0 : (((double)matches / a.Length) + ((double)matches / b.Length) + ((matches - Transpositions(a, b, takenA, takenB)) / matches)) / 3;
    }

    // Half the number of matched characters that stand in another order.
    private static double Transpositions(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool[] takenA, bool[] takenB)
    {
        int moved = 0;
        for (int i = 0, j = 0; i < a.Length; i++)
        {
            if (takenA[i])
            {
                while (!takenB[j])
                {
                    j++;
                }

                moved += a[i] == b[j++] ? 0 : 1;
            }
        }

        return moved / 2.0;
    }
}
