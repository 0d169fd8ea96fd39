using Kindred.Domain;

namespace Kindred.Models;

/// <summary>A trained model that scores products for a query. The one contract of all models.</summary>
/// <remarks>
/// Implementations are immutable and thread-safe. Scores of one query are comparable with each other, not across queries or models;
/// higher is better. Ranking, filters and batches are extension methods (<see cref="RecommenderExtensions"/>), the same for all.
/// </remarks>
public interface IRecommender
{
    /// <summary>The name the model goes by in <see cref="ModelRegistry"/>.</summary>
    string Name { get; }

    /// <summary>The products the model knows; rows of queries and scores refer to it.</summary>
    Vocabulary Items { get; }

    /// <summary>What <see cref="Update"/> equals.</summary>
    UpdateKind UpdateKind { get; }

    /// <summary>Bytes of the model's own arrays, without ids.</summary>
    long SizeBytes { get; }

    /// <summary>Scores every product.</summary>
    /// <param name="query">Who asks; anything in it may be empty or unknown.</param>
    /// <param name="scores">Receives one score a product row; length is the number of <see cref="Items"/>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    void ScoreAll(RecommendationQuery query, Span<float> scores);

    /// <summary>Scores every product for each of several queries: the same numbers as <see cref="ScoreAll"/> gives one by one.</summary>
    /// <remarks>Models of vectors read them once for all queries, which is several times faster; by default queries are taken one by one.</remarks>
    /// <param name="queries">Who asks.</param>
    /// <param name="scores">Receives one row a query, one after another, each as long as the number of <see cref="Items"/>.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    void ScoreMany(ReadOnlySpan<RecommendationQuery> queries, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, queries.Length * Items.Count);
        for (int i = 0; i < queries.Length; i++)
        {
            ScoreAll(queries[i], scores.Slice(i * Items.Count, Items.Count));
        }
    }

    /// <summary>Scores the given products; a row the model does not know gets <see cref="float.NaN"/>.</summary>
    /// <remarks>Equals <see cref="ScoreAll"/> at those rows, which is also how it is done where a model has no quicker way.</remarks>
    /// <param name="query">Who asks.</param>
    /// <param name="items">Product rows, any order, repeats allowed.</param>
    /// <param name="scores">Receives a score for each of them; same length.</param>
    void Score(RecommendationQuery query, ReadOnlySpan<int> items, Span<float> scores) =>
        RecommenderExtensions.ScoreThroughAll(this, query, items, scores);

    /// <summary>Takes the score of a product apart.</summary>
    Explanation Explain(RecommendationQuery query, int item);

    /// <summary>Takes in more interactions and returns the grown model; this one stays as it is.</summary>
    /// <param name="added">
    /// The new interactions only. Its products begin with this model's (see <see cref="Vocabulary"/> rows) and may go on with new ones; a user row
    /// the model was trained with is that user, any other is a new one.
    /// </param>
    /// <param name="training">Threads and seed.</param>
    /// <param name="cancellation">Stops the update.</param>
    /// <exception cref="KindredDataException">The products of the addition do not begin with this model's.</exception>
    IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default);

    /// <summary>Writes the model as a checked safetensors file (see <see cref="ModelFile"/>); equal models give equal bytes.</summary>
    void Save(Stream stream);
}
