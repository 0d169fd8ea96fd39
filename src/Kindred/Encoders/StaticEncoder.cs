using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Encoders;

/// <summary>Encodes a text as the weighted mean of its tokens' vectors: no network, hundreds of thousands of titles a second.</summary>
/// <remarks>
/// Arora, Liang &amp; Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings" (ICLR 2017): tokens weigh a / (a + p(token)), and what all
/// texts have in common (the first singular vectors) is taken away; vectors then get length 1. A text without known tokens is the zero vector.
/// Differs from the paper where <see cref="Train"/> made the encoder: a token's vector is what was learned of its company plus a random projection of
/// its spelling, and a token that was never seen has its spelling only. Immutable and thread-safe.
/// </remarks>
public sealed class StaticEncoder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int TextsARun = 256;

    private readonly TokenVectors _tokens;
    private readonly FactorMatrix _common;
    private readonly TextAnalyzer _analyzer;
    private readonly EmbeddingGeneratorMetadata _metadata;

    internal StaticEncoder(TokenVectors tokens, FactorMatrix common)
    {
        (_tokens, _common) = (tokens, common);
        _analyzer = new TextAnalyzer(AnalyzerOptions);
        Version = StaticEncoderFile.Fingerprint(tokens, common);
        _metadata = new EmbeddingGeneratorMetadata("kindred-static", null, $"static-{Version}", Dimensions);
    }

    /// <summary>Components of a vector.</summary>
    public int Dimensions => _tokens.Dimensions;

    /// <summary>Number of tokens that have a vector of their own.</summary>
    public int TokenCount => _tokens.Tokens.Count;

    /// <summary>Bytes of the vectors in memory.</summary>
    public long SizeBytes => 4L * (_tokens.Vectors.Elements.Length + _tokens.Spelling.Parts.Elements.Length);

    /// <summary>Hash of everything that decides the vectors: equal versions give equal vectors.</summary>
    public string Version { get; }

    // Stop words stay: their weight is small, and a title may consist of them.
    internal static TextAnalyzerOptions AnalyzerOptions { get; } = new() { Stem = false, RemoveStopWords = false };

    internal TokenVectors Tokens => _tokens;

    internal FactorMatrix Common => _common;

    /// <summary>Learns an encoder from the shop's own texts.</summary>
    /// <param name="texts">Titles, descriptions; each is one context.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="training">Seed, threads and progress; null for the defaults. The result does not depend on the number of threads.</param>
    /// <param name="cancellation">Stops the learning.</param>
    /// <exception cref="KindredDataException">No token stands often enough in the texts.</exception>
    public static StaticEncoder Train(IReadOnlyCollection<string> texts, StaticEncoderOptions? options = null, TrainingOptions? training = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return StaticEncoderTrainer.Train(texts, options ?? new StaticEncoderOptions(), training ?? new TrainingOptions(), cancellation);
    }

    /// <summary>Reads an encoder that <see cref="Save"/> has written.</summary>
    /// <exception cref="ModelFileException">The file is damaged or of another kind.</exception>
    public static StaticEncoder Load(Stream stream) => StaticEncoderFile.Read(stream);

    /// <summary>Writes the encoder as a safetensors file with a checksum.</summary>
    public void Save(Stream stream) => StaticEncoderFile.Write(this, stream);

    /// <summary>Encodes one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="vector">Receives <see cref="Dimensions"/> components of length 1, or zeros.</param>
    public void Encode(string text, Span<float> vector) => Encode(text, vector, new Scratch(Dimensions));

    /// <summary>Encodes texts on several threads.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="vectors">Receives one row of <see cref="Dimensions"/> components a text.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the encoding.</param>
    public void EncodeAll(IReadOnlyList<string> texts, Memory<float> vectors, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, (long)texts.Count * Dimensions);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        Parallel.For(0, (texts.Count + TextsARun - 1) / TextsARun, parallel, () => new Scratch(Dimensions), (run, _, scratch) =>
        {
            for (int i = run * TextsARun; i < Math.Min(texts.Count, (run + 1) * TextsARun); i++)
            {
                Encode(texts[i], vectors.Span.Slice(i * Dimensions, Dimensions), scratch);
            }

            return scratch;
        }, _ => { });
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        var vectors = new float[texts.Length * Dimensions];
        EncodeAll(texts, vectors, cancellation: cancellationToken);
        IEnumerable<Embedding<float>> embeddings = Enumerable.Range(0, texts.Length)
            .Select(i => new Embedding<float>(vectors.AsMemory(i * Dimensions, Dimensions)) { ModelId = _metadata.DefaultModelId });
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(embeddings));
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Holds nothing that has to be let go.</summary>
    public void Dispose()
    {
    }

    private void Encode(string text, Span<float> vector, Scratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Dimensions);
        vector.Clear();
        _analyzer.Analyze(text, scratch.Tokens);
        for (int i = 0; i < scratch.Tokens.Count; i++)
        {
            _tokens.AddTo(scratch.Tokens[i], vector, scratch.Spelling);
        }

        for (int c = 0; c < _common.Rows; c++)
        {
            ShortVectors.AddScaled(_common.Row(c), -ShortVectors.Dot(_common.Row(c), vector), vector);
        }

        float length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }
    }

    private sealed class Scratch(int dimensions)
    {
        public TokenBuffer Tokens { get; } = new();

        public SpellingScratch Spelling { get; } = new(dimensions);
    }
}
