using Kindred.Numerics;
using Kindred.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Evaluation;

/// <summary>The features that texts are classified by.</summary>
public static class ClassificationMethods
{
    private const int FewestTexts = 2;
    private const int TextsACall = 1024;

    /// <summary>Tf-idf of words, for Chinese of characters and pairs of characters, as <see cref="TextAnalyzer"/> cuts by default.</summary>
    public static ClassificationMethod TfIdf() => new("tfidf", (task, cancellation) =>
    {
        string[] train = [.. task.Train.Select(t => t.Text)];
        TfIdfVectorizer vectorizer = TfIdfVectorizer.Fit(train, null, FewestTexts, cancellation);
        return (vectorizer.Transform(train), vectorizer.Transform([.. task.Test.Select(t => t.Text)]));
    });

    /// <summary>The vectors of an encoder.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="encoder">Makes the encoder from the training texts; it is let go afterwards.</param>
    public static ClassificationMethod Dense(string name, Func<IReadOnlyList<string>, IEmbeddingGenerator<string, Embedding<float>>> encoder) => new(name, (task, cancellation) =>
    {
        string[] train = [.. task.Train.Select(t => t.Text)];
        using IEmbeddingGenerator<string, Embedding<float>> made = encoder(train);
        return (Encode(made, train, cancellation), Encode(made, [.. task.Test.Select(t => t.Text)], cancellation));
    });

    private static SparseMatrix Encode(IEmbeddingGenerator<string, Embedding<float>> encoder, string[] texts, CancellationToken cancellation)
    {
        // As in search: encoders on this machine complete synchronously.
        float[][] vectors = [.. texts.Chunk(TextsACall).SelectMany(part => encoder.GenerateAsync(part, null, cancellation).GetAwaiter().GetResult().Select(e => e.Vector.ToArray()))];
        int[] columns = [.. Enumerable.Range(0, vectors[0].Length)];
        return SparseMatrix.FromRows([.. vectors.Select(v => (columns, v))], columns.Length);
    }
}
