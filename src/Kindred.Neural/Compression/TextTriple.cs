using Kindred.Neural.CrossEncoders;
using Kindred.Numerics;
using Kindred.Recommend;

namespace Kindred.Neural.Compression;

/// <summary>A query and two products.</summary>
/// <param name="Query">The query.</param>
/// <param name="Better">A product that fits it.</param>
/// <param name="Worse">A product that fits it less.</param>
public readonly record struct TextTriple(string Query, string Better, string Worse)
{
    /// <summary>Triples of labelled pairs that share their left side.</summary>
    /// <param name="pairs">The pairs, as <see cref="JudgedPairs"/> has them.</param>
    /// <param name="each">Most triples a pair is the better one of, at least 1.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static IReadOnlyList<TextTriple> From(IReadOnlyList<LabelledPair> pairs, int each, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        var random = new RandomStream(seed);
        var triples = new List<TextTriple>();
        foreach (IGrouping<string, LabelledPair> query in pairs.GroupBy(p => p.Left))
        {
            foreach (LabelledPair better in query)
            {
                LabelledPair[] worse = [.. query.Where(p => p.Label < better.Label)];
                random.Shuffle<LabelledPair>(worse);
                triples.AddRange(worse.Take(each).Select(w => new TextTriple(query.Key, better.Right, w.Right)));
            }
        }

        return triples;
    }
}

/// <summary>A cross-encoder that teaches, and what it is asked about.</summary>
/// <param name="CrossEncoder">Scores pairs in log-odds.</param>
/// <param name="Triples">Queries with two products each.</param>
public sealed record MarginTeacher(IPairScorer CrossEncoder, IReadOnlyList<TextTriple> Triples);
