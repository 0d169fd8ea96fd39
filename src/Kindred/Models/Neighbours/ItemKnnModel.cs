using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Products like those of the profile: score(j) = Σ over i in the profile of weight(i) × similarity(i → j) (Sarwar et al., 2001).</summary>
/// <remarks>
/// With <see cref="Similarity.Confidence"/> or <see cref="Similarity.LogLift"/> and all neighbours it is the sum over pair rules. The training
/// data stays in the model, so that an update is exact; it costs as much as training. Memory: 8 bytes a neighbour and 8 bytes an interaction.
/// </remarks>
public sealed class ItemKnnModel : IRecommender
{
    private readonly KnnOptions _options;
    private readonly InteractionData _data;
    private readonly SparseMatrix _similarity;

    private ItemKnnModel(KnnOptions options, InteractionData data, SparseMatrix similarity) =>
        (_options, _data, _similarity) = (options, data, similarity);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<KnnOptions>("knn", "products bought by the same users (cosine, Jaccard, BM25, log-likelihood, association measures)", Train, Load, "item-kNN");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes => MatrixFile.SizeBytes(_similarity) + MatrixFile.SizeBytes(_data.UserItems);

    /// <summary>Finds the neighbours of every product.</summary>
    public static ItemKnnModel Train(InteractionData data, KnnOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        var measure = new RowSimilarity(options.For(data, products: true));
        return new ItemKnnModel(options, data, NeighbourTable.Build(data.ItemUsers, measure, options.Neighbors, training, cancellation));
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        var profile = ItemProfile.Of(query, Items.Count);
        scores.Clear();
        for (int p = 0; p < profile.Count; p++)
        {
            ReadOnlySpan<int> neighbours = _similarity.Columns(profile.Items[p]);
            ReadOnlySpan<float> similarities = _similarity.Values(profile.Items[p]);
            for (int i = 0; i < neighbours.Length; i++)
            {
                scores[neighbours[i]] += profile.Weights[p] * similarities[i];
            }
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        var profile = ItemProfile.Of(query, Items.Count);
        var contributions = new List<Contribution>();
        for (int p = 0; p < profile.Count; p++)
        {
            int i = _similarity.Columns(profile.Items[p]).BinarySearch(item);
            if (i >= 0)
            {
                contributions.Add(new Contribution(profile.Items[p], "bought by the same customers", profile.Weights[p] * _similarity.Values(profile.Items[p])[i]));
            }
        }

        return Explanation.FromContributions(contributions);
    }

    /// <summary>The neighbours of a product, most similar first; empty for an unknown one.</summary>
    public ScoredList Neighbours(int item)
    {
        if ((uint)item >= (uint)Items.Count)
        {
            return ScoredList.Empty;
        }

        var top = new TopK(_similarity.CountInRow(item));
        for (int i = 0; i < _similarity.CountInRow(item); i++)
        {
            top.Add(_similarity.Columns(item)[i], _similarity.Values(item)[i]);
        }

        return top.Drain();
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        Train(InteractionMerge.Append(_data, added), _options, training, cancellation);

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        MatrixFile.Put(file, "similarity", _similarity);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    private static ItemKnnModel Load(ModelFile file)
    {
        SparseMatrix similarity = MatrixFile.Get(file, "similarity", file.Items.Count);
        if (similarity.RowCount != file.Items.Count)
        {
            throw new ModelFileException($"The model file has neighbours of {similarity.RowCount:N0} products and names {file.Items.Count:N0}: it is damaged.");
        }

        return new ItemKnnModel(file.GetOptions<KnnOptions>(), MatrixFile.GetInteractions(file, "interactions"), similarity);
    }
}
