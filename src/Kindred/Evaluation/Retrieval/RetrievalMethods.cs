using Kindred.Domain;
using Kindred.Encoders;
using Kindred.Models;
using Kindred.Recommend;
using Kindred.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Evaluation;

/// <summary>The methods that the engine brings itself; those on other encoders are made with <see cref="Dense"/>.</summary>
public static class RetrievalMethods
{
    /// <summary>BM25 over titles and descriptions.</summary>
    public static RetrievalMethod Bm25(int threads = 0) => new("bm25", (task, progress, cancellation) =>
        new KeywordSearch(Bm25Index.Build([.. task.Texts], progress: progress, cancellation: cancellation), threads));

    /// <summary>A static encoder learned from the products' own texts.</summary>
    public static RetrievalMethod Static(StaticEncoderOptions? options = null, ulong seed = 1, int threads = 0) => Dense("static", (task, progress, cancellation) =>
        StaticEncoder.Train([.. task.Texts], options, new TrainingOptions { Seed = seed, Threads = threads, Progress = progress }, cancellation), threads);

    /// <summary>Word vectors from a file, averaged with weights from the products' texts.</summary>
    public static RetrievalMethod Glove(string path, StaticEncoderOptions? options = null, int threads = 0) => Dense("glove", (task, progress, cancellation) =>
        GloveFile.Import(path, [.. task.Texts], options, new TrainingOptions { Threads = threads, Progress = progress }, cancellation), threads);

    /// <summary>Search by the vectors of an encoder.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="encoder">Makes the encoder; it is let go with the search.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    public static RetrievalMethod Dense(
        string name, Func<RetrievalTask, IProgress<StageProgress>?, CancellationToken, IEmbeddingGenerator<string, Embedding<float>>> encoder, int threads = 0) =>
        new(name, (task, progress, cancellation) => VectorSearch.Build(encoder(task, progress, cancellation), task.Texts, threads, progress, cancellation));

    /// <summary>Search by words and by vectors, as weighted mean of their scores.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="words">Makes the search by words; it is let go with the method's search.</param>
    /// <param name="vectors">Makes the search by vectors; it is let go with the method's search.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    public static RetrievalMethod Hybrid(
        string name, Func<RetrievalTask, IProgress<StageProgress>?, CancellationToken, IScaledSearch> words,
        Func<RetrievalTask, IProgress<StageProgress>?, CancellationToken, IScaledSearch> vectors, HybridOptions? options = null, int threads = 0) =>
        new(name, (task, progress, cancellation) => new HybridSearch(words(task, progress, cancellation), vectors(task, progress, cancellation), options, threads));

    /// <summary>The answers of several methods, fused by rank.</summary>
    public static RetrievalMethod RankFusion(string name, IReadOnlyList<(RetrievalMethod Method, double Weight)> parts, RankFusionOptions? options = null) => new(name, (task, progress, cancellation) =>
        new RankFusionSearch([.. parts.Select(p => (p.Method.Build(task, progress, cancellation), p.Weight))], options));

    /// <summary>Another method's answers, put in order by a pair scorer too.</summary>
    public static RetrievalMethod Rerank(string name, RetrievalMethod first, Func<IPairScorer> scorer, RerankOptions? options = null) => new(name, (task, progress, cancellation) =>
        new RerankedSearch(first.Build(task, progress, cancellation), scorer(), task.Texts, options));
}
