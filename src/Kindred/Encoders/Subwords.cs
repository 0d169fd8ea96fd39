using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>The parts of a word as numbers of hashed vectors (Bojanowski et al., "Enriching Word Vectors with Subword Information", TACL 2017).</summary>
/// <remarks>Parts are strings of the word between the marks &lt; and &gt;, hashed with FNV-1a over UTF-16 units. Words of Chinese and the like have none: their characters are tokens already.</remarks>
internal static class Subwords
{
    private const int LongestWord = 40;

    /// <summary>Replaces the content of a list by the bucket of every part of a word.</summary>
    public static void Find(ReadOnlySpan<char> word, SubwordOptions options, List<int> buckets)
    {
        buckets.Clear();
        if (options.Buckets == 0 || word.Length is 0 or > LongestWord || CharacterKinds.Of(word[0]) == CharacterKind.Unspaced)
        {
            return;
        }

        Span<char> marked = stackalloc char[word.Length + 2];
        (marked[0], marked[^1]) = ('<', '>');
        word.CopyTo(marked[1..]);
        for (int start = 0; start + options.MinLength <= marked.Length; start++)
        {
            uint hash = 2166136261;
            for (int end = start; end < Math.Min(marked.Length, start + options.MaxLength); end++)
            {
                hash = (hash ^ marked[end]) * 16777619;
                if (end - start + 1 >= options.MinLength)
                {
                    buckets.Add((int)(hash % (uint)options.Buckets));
                }
            }
        }
    }
}
