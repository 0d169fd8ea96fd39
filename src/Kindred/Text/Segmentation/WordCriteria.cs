namespace Kindred.Text;

/// <summary>Which strings are words: frequent, cohesive, and free on both sides. Single characters always are.</summary>
internal static class WordCriteria
{
    public static IEnumerable<string> Select(NgramCounts counts, WordSegmenterOptions options)
    {
        Dictionary<string, double> before = Entropies(counts, options.MaxLength, s => s[1..]);
        Dictionary<string, double> after = Entropies(counts, options.MaxLength, s => s[..^1]);
        return counts.All.Where(entry => entry.Key.Length == 1 || (
            entry.Key.Length <= options.MaxLength && entry.Value >= options.MinCount && Cohesion(counts, entry.Key, entry.Value) >= options.MinCohesion
            && Math.Min(before.GetValueOrDefault(entry.Key), after.GetValueOrDefault(entry.Key)) >= options.MinFreedom)).Select(entry => entry.Key);
    }

    // ln of P(word) over P(left) × P(right), at the joint where that is least.
    private static double Cohesion(NgramCounts counts, string word, int count)
    {
        double least = double.PositiveInfinity;
        for (int joint = 1; joint < word.Length; joint++)
        {
            double chance = (double)counts.Of(word.AsSpan(0, joint)) * counts.Of(word.AsSpan(joint)) / counts.Total;
            least = Math.Min(least, Math.Log(count / chance));
        }

        return least;
    }

    // Entropy of the neighbouring character of each string: strings one longer, grouped by what remains without that neighbour. An end of the run is a
    // neighbour of its own each time it happens: there the word is as free as can be.
    private static Dictionary<string, double> Entropies(NgramCounts counts, int maxLength, Func<string, string> without)
    {
        var sums = new Dictionary<string, (long Seen, double Weighted)>(StringComparer.Ordinal);
        foreach ((string text, int count) in counts.All)
        {
            if (text.Length is > 2 && text.Length <= maxLength + 1)
            {
                string inner = without(text);
                (long seen, double weighted) = sums.GetValueOrDefault(inner);
                sums[inner] = (seen + count, weighted + (count * Math.Log(count)));
            }
        }

        var entropies = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string text, int count) in counts.All)
        {
            (long _, double weighted) = sums.GetValueOrDefault(text);
            entropies[text] = Math.Log(count) - (weighted / count);
        }

        return entropies;
    }
}
