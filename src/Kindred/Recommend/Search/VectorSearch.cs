using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Index;
using Kindred.Numerics;
using Microsoft.Extensions.AI;

namespace Kindred.Recommend;

/// <summary>Search by meaning: the cosine of the query's and the products' vectors, all products compared.</summary>
public sealed class VectorSearch : IScaledSearch
{
    private const int TextsACall = 1024;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _encoder;
    private readonly FlatIndex _index;
    private readonly float[] _vectors;
    private readonly int _dimensions;
    private readonly int _threads;
    private readonly Lazy<CosineSpread> _spread;

    private VectorSearch(IEmbeddingGenerator<string, Embedding<float>> encoder, float[] vectors, int dimensions, int threads)
    {
        (_encoder, _vectors, _dimensions, _threads) = (encoder, vectors, dimensions, threads);
        _index = new FlatIndex(VectorMetric.Cosine, dimensions);
        _index.SetAll(vectors, new IndexWriteOptions { Threads = threads });
        _spread = new Lazy<CosineSpread>(() => CosineSpread.Of(vectors, dimensions, threads));
    }

    /// <summary>Encodes products.</summary>
    /// <param name="encoder">Encodes products and queries alike; let go with the search.</param>
    /// <param name="texts">One text a product, at least one.</param>
    /// <param name="threads">Most threads of the search; 0 for one a core.</param>
    /// <param name="progress">Told how many texts have been encoded.</param>
    /// <param name="cancellation">Stops the encoding.</param>
    public static VectorSearch Build(
        IEmbeddingGenerator<string, Embedding<float>> encoder, IReadOnlyList<string> texts, int threads = 0, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfZero(texts.Count);
        float[] vectors = Encode(encoder, texts, progress, cancellation);
        return new VectorSearch(encoder, vectors, vectors.Length / texts.Count, ThreadCount.Resolve(threads));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredList> Search(IReadOnlyList<string> queries, int k, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        float[] encoded = Encode(_encoder, queries, null, cancellation);
        var answers = new ScoredList[queries.Count];
        Parallel.For(0, answers.Length, Options(cancellation), q =>
        {
            ReadOnlySpan<float> query = encoded.AsSpan(q * _dimensions, _dimensions);
            // A query without a vector is like nothing; the index would give every product the score 0.
            answers[q] = query.ContainsAnyExcept(0f) ? _index.Search(query, k) : ScoredList.Empty;
        });
        return answers;
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Score(IReadOnlyList<string> queries, IReadOnlyList<int[]> candidates, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        float[] encoded = Encode(_encoder, queries, null, cancellation);
        var scores = new float[queries.Count][];
        Parallel.For(0, scores.Length, Options(cancellation), q => scores[q] = [.. candidates[q].Select(row => Cosine(encoded.AsSpan(q * _dimensions, _dimensions), row))]);
        return scores;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IScaledScores> Ask(IReadOnlyList<string> queries, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        float[] encoded = Encode(_encoder, queries, null, cancellation);
        return [.. Enumerable.Range(0, queries.Count).Select(q => new Scores(this, encoded.AsMemory(q * _dimensions, _dimensions)))];
    }

    /// <summary>Lets the encoder and the vectors go.</summary>
    public void Dispose() => _encoder.Dispose();

    private static float[] Encode(IEmbeddingGenerator<string, Embedding<float>> encoder, IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        float[] vectors = [];
        for (int start = 0; start < texts.Count; start += TextsACall)
        {
            progress?.Report(new StageProgress("encoding texts", (double)start / texts.Count, $"{start:N0} texts"));
            string[] part = [.. texts.Skip(start).Take(TextsACall)];
            // The search is synchronous arithmetic on its own thread of the pool; encoders on this machine complete synchronously too.
            GeneratedEmbeddings<Embedding<float>> embeddings = encoder.GenerateAsync(part, null, cancellation).GetAwaiter().GetResult();
            int dimensions = embeddings[0].Vector.Length;
            vectors = start == 0 ? new float[(long)texts.Count * dimensions] : vectors;
            for (int i = 0; i < part.Length; i++)
            {
                embeddings[i].Vector.Span.CopyTo(vectors.AsSpan((start + i) * dimensions, dimensions));
            }
        }

        return vectors;
    }

    private float Cosine(ReadOnlySpan<float> left, int row)
    {
        ReadOnlySpan<float> right = _vectors.AsSpan(row * _dimensions, _dimensions);
        float norms = TensorPrimitives.Norm(left) * TensorPrimitives.Norm(right);
        return norms > 0 ? TensorPrimitives.Dot(left, right) / norms : 0;
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };

    // How far above the mean of all products' cosines a product's is, in standard deviations: the same for encoders with narrow and with wide cosines.
    private sealed class Scores(VectorSearch search, ReadOnlyMemory<float> query) : IScaledScores
    {
        // About as far above the mean as the products that a query names are: brings scores to the scale of the other searches.
        private const double Far = 8;

        private bool IsKnown => query.Span.ContainsAnyExcept(0f);

        public int[] Best(int k) => IsKnown ? search._index.Search(query.Span, k).Rows.ToArray() : [];

        public float[] Score(int[] rows)
        {
            if (!IsKnown)
            {
                return new float[rows.Length];
            }

            (double mean, double deviation) = search._spread.Value.For(query.Span);
            return [.. rows.Select(row => deviation > 0 ? (float)((search.Cosine(query.Span, row) - mean) / (deviation * Far)) : 0)];
        }
    }
}
