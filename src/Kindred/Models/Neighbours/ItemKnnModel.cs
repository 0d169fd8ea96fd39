using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Products like those of the profile: score(j) = Σ over i in the profile of weight(i) × similarity(i → j) (Sarwar et al., 2001).</summary>
/// <remarks>
/// With <see cref="Similarity.Confidence"/> or <see cref="Similarity.LogLift"/> and all neighbours it is the sum over pair rules. The training
/// data stays in the model, so that an update is exact; it costs as much as training. Memory: 8 bytes a neighbour and 8 bytes an interaction.
/// </remarks>
public sealed class ItemKnnModel : IRecommender, ISettledOptions
{
    private readonly KnnOptions _options;
    private readonly InteractionData _data;
    private readonly SparseMatrix _similarity;

    private ItemKnnModel(KnnOptions options, KnnOptions settled, InteractionData data, SparseMatrix similarity) =>
        (_options, Settled, _data, _similarity) = (options, settled, data, similarity);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<KnnOptions>("knn", "products bought by the same users (cosine, Jaccard, BM25, log-likelihood, association measures)", Train, Load, "item-kNN");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <summary>The options with the similarity and the shrinkage that were taken where they were left open.</summary>
    public KnnOptions Settled { get; }

    /// <inheritdoc/>
    object ISettledOptions.Settled => Settled;

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
        KnnOptions settled = Settle(data, options.ForProducts(), training, cancellation);
        return Build(data, options, settled, training, cancellation);
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
    /// <remarks>What was settled stays: the model equals one that is trained on everything with <see cref="Settled"/>.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        Build(InteractionMerge.Append(_data, added), _options, Settled, training, cancellation);

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        file.PutSettled(Settled);
        MatrixFile.Put(file, "similarity", _similarity);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    // With several candidates each is trained on the data without a few products, and the one that finds those best is taken; of equals the first.
    private static KnnOptions Settle(InteractionData data, KnnOptions[] candidates, TrainingOptions training, CancellationToken cancellation)
    {
        if (candidates.Length == 1)
        {
            return candidates[0];
        }

        var heldOut = HeldOutProducts.Draw(data, training.Seed);
        return candidates.MaxBy(candidate =>
        {
            ItemKnnModel model = Build(heldOut.Rest, candidate, candidate, training, cancellation);
            return heldOut.Judge(1, (query, scores) => model.ScoreAll(query, scores.Span), training, cancellation)[0];
        })!;
    }

    private static ItemKnnModel Build(InteractionData data, KnnOptions options, KnnOptions settled, TrainingOptions training, CancellationToken cancellation) =>
        new(options, settled, data, NeighbourTable.Build(data.ItemUsers, new RowSimilarity(settled), settled.Neighbors, training, cancellation));

    private static ItemKnnModel Load(ModelFile file)
    {
        SparseMatrix similarity = MatrixFile.Get(file, "similarity", file.Items.Count);
        if (similarity.RowCount != file.Items.Count)
        {
            throw new ModelFileException($"The model file has neighbours of {similarity.RowCount:N0} products and names {file.Items.Count:N0}: it is damaged.");
        }

        return new ItemKnnModel(file.GetOptions<KnnOptions>(), file.GetSettled<KnnOptions>(), MatrixFile.GetInteractions(file, "interactions"), similarity);
    }
}
