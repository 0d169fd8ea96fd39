using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Associations;

/// <summary>How often an encoder finds the second product of pairs it was not trained on: among the 20 best of all products, its other known partners left out (the filtered ranking of Bordes et al., 2013).</summary>
internal sealed class PairRecall
{
    public const int Cutoff = 20;
    private const int ChunkSize = 128;
    private const int MaxPairs = 2_000;

    private readonly TextPair[] _pairs;
    private readonly string[] _titles;
    private readonly Dictionary<long, int> _columns;
    private readonly ILookup<long, long> _partners;

    /// <param name="products">Key and title of everything that is ranked; those of the pairs are among them.</param>
    /// <param name="heldOut">The pairs asked for; the first 2,000 are.</param>
    /// <param name="known">Keys of all pairs that are known to belong together.</param>
    public PairRecall(IEnumerable<(long Key, string Title)> products, IReadOnlyList<TextPair> heldOut, IEnumerable<(long One, long Other)> known)
    {
        (long Key, string Title)[] ranked = [.. products.DistinctBy(p => p.Key)];
        _titles = Array.ConvertAll(ranked, p => p.Title);
        _columns = ranked.Select((p, column) => (p.Key, column)).ToDictionary(p => p.Key, p => p.column);
        _pairs = [.. heldOut.Take(MaxPairs)];
        _partners = known.SelectMany(p => new[] { (From: p.One, To: p.Other), (From: p.Other, To: p.One) }).ToLookup(p => p.From, p => p.To);
    }

    /// <summary>The share of pairs that are found, 0 to 1.</summary>
    public double Measure(TransformerEncoder encoder, SentenceHead head, TextTokenizer tokenizer, AssociationMap? map, int maxTokens)
    {
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor vectors = TitleVectors.Compute(encoder, head, [.. _titles.Select(t => tokenizer.Encode(t, Math.Min(maxTokens, encoder.Config.MaxTokens)))]); // (products, H)
        Tensor found = map?.Apply(vectors) ?? vectors;
        int hits = _pairs.Chunk(ChunkSize).Sum(chunk =>
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor anchors = vectors.index_select(0, tensor(Array.ConvertAll(chunk, p => (long)_columns[p.AnchorKey])));
            float[] scores = anchors.matmul(found.t()).data<float>().ToArray(); // (chunk, products)
            return Enumerable.Range(0, chunk.Length).Count(i => IsFound(chunk[i], scores.AsSpan(i * _titles.Length, _titles.Length)));
        });
        return (double)hits / _pairs.Length;
    }

    /// <summary>How many columns stand before one. Ties go by column, as everywhere; a score that is not a number beats nothing, and everything beats it.</summary>
    internal static int Better(ReadOnlySpan<float> scores, int own, float score)
    {
        int better = 0;
        for (int column = 0; column < scores.Length; column++)
        {
            bool isBetter = scores[column] > score || float.IsNaN(score) || (scores[column] == score && column < own);
            better += isBetter && column != own ? 1 : 0;
        }

        return better;
    }

    private bool IsFound(TextPair pair, Span<float> scores)
    {
        int own = _columns[pair.PositiveKey];
        float score = scores[own];
        scores[_columns[pair.AnchorKey]] = float.NegativeInfinity;
        foreach (long partner in _partners[pair.AnchorKey])
        {
            scores[_columns[partner]] = float.NegativeInfinity;
        }

        return Better(scores, own, score) < Cutoff;
    }
}
