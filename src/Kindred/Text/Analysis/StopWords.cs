using System.Collections.Frozen;

namespace Kindred.Text;

/// <summary>Words that say nothing about a product by themselves. Short on purpose: a word left in costs little, a word wrongly left out is lost.</summary>
public static class StopWords
{
    private static readonly FrozenSet<string> All = (
        "a an and are as at be been but by can could did do does each for from had has have he her here his how if in into is it its itself may more most much my no nor not of on "
        + "or other our out own per she should so some such than that the their them then there these they this those to too under very via was we were what when where which while who whom why will with would you your "
        + "的 了 和 是 在 我 有 也 就 都 而 及 与 或 这 那 你 他 她 它 们 着 很 把 被 让 给 从 到 对 吗 呢 吧 啊 呀 之 其 于 以 为 但 又 还 我们 你们 他们 这个 那个 因为 所以 但是 而且 如果 虽然 已经")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = All.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for a stop word, English or Chinese, written in lower case.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => Lookup.Contains(word);
}
