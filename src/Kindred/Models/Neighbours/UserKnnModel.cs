using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>What users alike bought: score(j) = Σ over the k users v most like the profile of similarity(v) × weight(v, j) (Resnick et al., 1994).</summary>
/// <remarks>
/// Users are compared when the query comes, so new users and histories need no training. The user the query names is not his own neighbour.
/// Query: O(interactions of the profile's products). Memory: 20 bytes an interaction (weights, prepared weights, and their transpose).
/// </remarks>
public sealed class UserKnnModel : IRecommender, ISettledOptions
{
    private readonly KnnOptions _options;
    private readonly InteractionData _data;
    private readonly RowSimilarity _measure;
    private readonly RowWeighting _weighting;
    private readonly SparseMatrix _users;
    private readonly SparseMatrix _byItem;

    private UserKnnModel(KnnOptions options, InteractionData data)
    {
        (_options, _data) = (options, data);
        _measure = new RowSimilarity(options.ForUsers());
        _weighting = _measure.WeightingOf(data.UserItems);
        _users = _weighting.Apply(data.UserItems);
        _byItem = _users.Transpose();
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<KnnOptions>("user-knn", "what customers with the same products bought", Train, Load);

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <inheritdoc/>
    object ISettledOptions.Settled => _options.ForUsers();

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes => MatrixFile.SizeBytes(_data.UserItems) + (4L * _users.StoredCount) + MatrixFile.SizeBytes(_byItem) + _weighting.SizeBytes;

    /// <summary>Prepares the weights; comparing is left to the query.</summary>
    public static UserKnnModel Train(InteractionData data, KnnOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        cancellation.ThrowIfCancellationRequested();
        return new UserKnnModel(options, data);
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        scores.Clear();
        ScoredList neighbours = Neighbours(query, Profile(query));
        for (int n = 0; n < neighbours.Count; n++)
        {
            (int user, float similarity) = neighbours[n];
            ReadOnlySpan<int> items = _data.UserItems.Columns(user);
            ReadOnlySpan<float> weights = _data.UserItems.Values(user);
            for (int i = 0; i < items.Length; i++)
            {
                scores[items[i]] += similarity * weights[i];
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Each product of the profile gets the share of a neighbour's similarity that its term has in the dot product with that neighbour.</remarks>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        ArgumentNullException.ThrowIfNull(query);
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        SparseMatrix profile = Profile(query);
        var amounts = new double[profile.StoredCount];
        ScoredList neighbours = Neighbours(query, profile);
        for (int n = 0; n < neighbours.Count; n++)
        {
            (int user, float similarity) = neighbours[n];
            int at = _data.UserItems.Columns(user).BinarySearch(item);
            if (at >= 0)
            {
                Share(profile, user, similarity * _data.UserItems.Values(user)[at], amounts);
            }
        }

        return Explanation.FromContributions(amounts
            .Select((amount, i) => new Contribution(profile.AllColumns[i], "customers with the same product bought it", amount))
            .Where(c => c.Amount != 0));
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        Train(InteractionMerge.Append(_data, added), _options, training, cancellation);

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    private static UserKnnModel Load(ModelFile file) =>
        new(file.GetOptions<KnnOptions>(), MatrixFile.GetInteractions(file, "interactions"));

    // The query as one more row: frequencies and the mean length stay those of the training data.
    private SparseMatrix Profile(RecommendationQuery query)
    {
        var profile = ItemProfile.Of(query, Items.Count);
        return _weighting.Apply(new SparseMatrix(1, Items.Count, [0, profile.Count], profile.Items, profile.Weights));
    }

    private ScoredList Neighbours(RecommendationQuery query, SparseMatrix profile)
    {
        int users = _data.UserCount;
        var dots = new float[users];
        int[]? common = _measure.NeedsCounts ? new int[users] : null;
        for (int p = 0; p < profile.StoredCount; p++)
        {
            ReadOnlySpan<int> owners = _byItem.Columns(profile.AllColumns[p]);
            ReadOnlySpan<float> weights = _byItem.Values(profile.AllColumns[p]);
            for (int i = 0; i < owners.Length; i++)
            {
                dots[owners[i]] += profile.AllValues[p] * weights[i];
                if (common is not null)
                {
                    common[owners[i]]++;
                }
            }
        }

        var best = new TopK(_options.Neighbors == 0 ? users : Math.Min(_options.Neighbors, users));
        for (int user = 0; user < users; user++)
        {
            double count = common is not null ? common[user] : _measure.CountsPairs ? dots[user] : double.MaxValue;
            if (dots[user] != 0 && user != query.User)
            {
                double similarity = _measure.Finish(dots[user], count, profile.StoredCount, _data.UserItems.CountInRow(user), Items.Count);
                _ = similarity != 0 && best.Add(user, (float)similarity);
            }
        }

        return best.Drain();
    }

    private void Share(SparseMatrix profile, int user, double amount, double[] amounts)
    {
        ReadOnlySpan<int> owned = _users.Columns(user);
        var terms = new double[amounts.Length];
        double dot = 0;
        for (int p = 0; p < terms.Length; p++)
        {
            int at = owned.BinarySearch(profile.AllColumns[p]);
            terms[p] = at < 0 ? 0 : profile.AllValues[p] * (double)_users.Values(user)[at];
            dot += terms[p];
        }

        for (int p = 0; p < terms.Length; p++)
        {
            amounts[p] += amount * terms[p] / dot;
        }
    }
}
