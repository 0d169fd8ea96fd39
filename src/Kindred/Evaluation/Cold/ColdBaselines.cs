using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;
using Microsoft.Extensions.AI;

namespace Kindred.Evaluation;

/// <summary>Known ways to find companions of a product from its title, to be compared with.</summary>
public static class ColdBaselines
{
    // Pairs that met fewer times have no lift worth speaking of: one chance meeting of two rare products would outweigh everything.
    private const int MinPairCount = 5;
    private const int Neighbours = 20;
    private const double Regularization = 1;

    /// <summary>The products in most baskets, whatever the title.</summary>
    public static ColdMethod Popularity { get; } = new("popularity", static (split, _, _) => (_, scores) => AddPopularity(split.Train, scores, 1));

    /// <summary>The products of most similar title by BM25, ties by popularity.</summary>
    public static ColdMethod Bm25 { get; } = new("bm25", static (split, _, cancellation) =>
    {
        Bm25Index index = Index(split, cancellation);
        return (question, scores) =>
        {
            index.ScoreAll(question.Title, scores);
            AddPopularity(split.Train, scores, 1e-4f / Math.Max(1, split.Train.UserCount));
        };
    });

    /// <summary>Ridge regression from tf-idf of titles to the logarithms of pair counts.</summary>
    public static ColdMethod RidgeCounts { get; } = new("ridge-counts", static (split, training, cancellation) => Ridge(split, LogCounts(split, training, cancellation), cancellation));

    /// <summary>Ridge regression from tf-idf of titles to positive pointwise mutual information.</summary>
    public static ColdMethod RidgePpmi { get; } = new("ridge-ppmi", static (split, training, cancellation) => Ridge(split, Ppmi(split, training, cancellation), cancellation));

    /// <summary>The twenty nearest titles by BM25 lend the logarithms of their pair counts.</summary>
    public static ColdMethod LentCounts { get; } = new("lent-counts", static (split, training, cancellation) => Lend(split, LogCounts(split, training, cancellation), cancellation));

    /// <summary>The twenty nearest titles by BM25 lend their positive pointwise mutual information.</summary>
    public static ColdMethod LentPpmi { get; } = new("lent-ppmi", static (split, training, cancellation) => Lend(split, Ppmi(split, training, cancellation), cancellation));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ColdMethod> All { get; } = [Popularity, Bm25, RidgePpmi, LentPpmi, RidgeCounts, LentCounts];

    /// <summary>The products whose titles have the nearest vectors by cosine: an encoder that has not seen what is bought together.</summary>
    /// <param name="name">The name in the table.</param>
    /// <param name="create">Makes the encoder, which may learn from the titles given: those of the warm products.</param>
    public static ColdMethod Vectors(string name, Func<IReadOnlyCollection<string>, IEmbeddingGenerator<string, Embedding<float>>> create) => new(name, (split, _, cancellation) =>
    {
        using IEmbeddingGenerator<string, Embedding<float>> encoder = create([.. split.Titles.OfType<string>()]);
        float[][] Encode(IEnumerable<string> texts) =>
            [.. encoder.GenerateAsync(texts, cancellationToken: cancellation).GetAwaiter().GetResult().Select(e => Unit(e.Vector.ToArray()))];
        float[][] titles = Encode(split.Titles.Select(t => t ?? string.Empty));
        string[] asked = [.. split.Cases.Select(c => c.Title).Distinct()];
        Dictionary<string, float[]> questions = asked.Zip(Encode(asked)).ToDictionary(p => p.First, p => p.Second);
        return (question, scores) =>
        {
            for (int row = 0; row < titles.Length; row++)
            {
                scores[row] = TensorPrimitives.Dot<float>(questions[question.Title], titles[row]);
            }
        };
    });

    private static float[] Unit(float[] vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }

        return vector;
    }

    private static void AddPopularity(InteractionData train, Span<float> scores, float weight)
    {
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = (weight < 1 ? scores[row] : 0) + (weight * train.ItemUsers.CountInRow(row));
        }
    }

    private static Bm25Index Index(ColdSplit split, CancellationToken cancellation) =>
        Bm25Index.Build([.. split.Titles.Select(t => t ?? string.Empty)], cancellation: cancellation);

    private static ColdScorer Ridge(ColdSplit split, SparseMatrix targets, CancellationToken cancellation)
    {
        int[] known = [.. Enumerable.Range(0, split.Titles.Count).Where(split.IsWarm)];
        string[] titles = [.. known.Select(row => split.Titles[row]!)];
        var vectorizer = TfIdfVectorizer.Fit(titles, cancellation: cancellation);
        var regression = new KernelRidge(vectorizer.Transform(titles), Regularization);
        return (question, scores) =>
        {
            SparseMatrix query = vectorizer.Transform([question.Title]);
            double[] shares = regression.Solve(query.Columns(0), query.Values(0));
            scores.Clear();
            for (int i = 0; i < known.Length; i++)
            {
                AddRow(targets, known[i], (float)shares[i], scores);
            }
        };
    }

    private static ColdScorer Lend(ColdSplit split, SparseMatrix targets, CancellationToken cancellation)
    {
        Bm25Index index = Index(split, cancellation);
        return (question, scores) =>
        {
            ScoredList nearest = index.Search(question.Title, Neighbours);
            scores.Clear();
            for (int i = 0; i < nearest.Count; i++)
            {
                AddRow(targets, nearest[i].Row, nearest[i].Score, scores);
            }
        };
    }

    private static void AddRow(SparseMatrix targets, int row, float weight, Span<float> scores)
    {
        ReadOnlySpan<int> columns = targets.Columns(row);
        ReadOnlySpan<float> values = targets.Values(row);
        for (int i = 0; i < columns.Length; i++)
        {
            scores[columns[i]] += weight * values[i];
        }
    }

    private static SparseMatrix LogCounts(ColdSplit split, TrainingOptions training, CancellationToken cancellation) =>
        Weigh(split.Train, static (both, _) => MathF.Log(1 + both), training, cancellation);

    private static SparseMatrix Ppmi(ColdSplit split, TrainingOptions training, CancellationToken cancellation) =>
        Weigh(split.Train, static (both, lift) => both < MinPairCount ? 0 : MathF.Max(0, MathF.Log(lift)), training, cancellation);

    // Pair counts of different products through a function of count and lift.
    private static SparseMatrix Weigh(InteractionData train, Func<float, float, float> weigh, TrainingOptions training, CancellationToken cancellation)
    {
        SparseMatrix counts = ItemGram.Sparse(train, training, cancellation);
        var values = new float[counts.StoredCount];
        for (int row = 0; row < counts.RowCount; row++)
        {
            ReadOnlySpan<int> columns = counts.Columns(row);
            for (int i = 0; i < columns.Length; i++)
            {
                float both = counts.Values(row)[i];
                float chance = (float)train.ItemUsers.CountInRow(row) * train.ItemUsers.CountInRow(columns[i]) / train.UserCount;
                values[counts.Offsets[row] + i] = columns[i] == row ? 0 : weigh(both, both / chance);
            }
        }

        return counts.WithValues(values);
    }
}
