using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>GF-CF: the profile as a signal on the graph of products, smoothed by a linear filter and an ideal low-pass filter; nothing is learned.</summary>
/// <remarks>
/// Shen et al., "How powerful is graph convolution for recommendation?" (CIKM 2021): with R̃ = D_U^−½ R D_I^−½ and its leading right singular vectors
/// V, scores = x (R̃ᵀ R̃ + α D_I^−½ V Vᵀ D_I^½). R counts each (user, product) pair once; weights of a query above 1 count as 1. The training
/// data stays in the model, so that an update is exact; it costs as much as training. Query: the interactions of the users who share a product with
/// the profile, and products × factors. Any number of threads gives the same bytes.
/// </remarks>
public sealed class GraphFilterModel : IRecommender, IItemVectors
{
    private readonly GraphFilterOptions _options;
    private readonly InteractionData _data;
    private readonly SparseMatrix _graph;
    private readonly SparseMatrix _byItem;
    private readonly float[] _roots;
    private readonly FactorMatrix _vectors;

    private GraphFilterModel(GraphFilterOptions options, InteractionData data, SparseMatrix graph, FactorMatrix vectors)
    {
        (_options, _data, _graph, _vectors) = (options, data, graph, vectors);
        _byItem = graph.Transpose();
        _roots = [.. data.UserItems.CountInColumns().Select(users => MathF.Sqrt(users))];
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<GraphFilterOptions>("graph-filter", "smooths a history over the graph of products and customers (GF-CF)", Train, Load, "GF-CF");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes =>
        MatrixFile.SizeBytes(_data.UserItems) + MatrixFile.SizeBytes(_byItem) + (4L * (_graph.StoredCount + _roots.Length + _vectors.Elements.Length));

    /// <inheritdoc/>
    public int Factors => _vectors.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => _vectors.Elements;

    /// <summary>Normalises the graph and finds its leading singular vectors.</summary>
    /// <param name="data">Who has which products; weights and order are not used.</param>
    /// <param name="options">The filters.</param>
    /// <param name="training">Threads, seed, progress.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static GraphFilterModel Train(InteractionData data, GraphFilterOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        SparseMatrix graph = Normalise(data);
        (_, FactorMatrix vectors) = TruncatedSvd.Compute(graph, options.Factors, options.Iterations, training.Seed, training.Threads, training.Progress, cancellation);
        var padded = new FactorMatrix(Math.Max(1, options.Factors), data.ItemCount);
        vectors.Elements.CopyTo(padded.Elements, 0);
        return new GraphFilterModel(options, data, graph, TruncatedSvd.Transpose(padded));
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        var profile = ItemProfile.Of(query, Items.Count);
        scores.Clear();
        FilterLinearly(profile, scores);
        var smooth = new float[Factors];
        for (int p = 0; p < profile.Count; p++)
        {
            ShortVectors.AddScaled(_vectors.Row(profile.Items[p]), LowPassInput(profile, p), smooth);
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] += _roots[item] * ShortVectors.Dot(smooth, _vectors.Row(item));
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
        var column = new float[Items.Count];
        for (int u = 0; u < _byItem.CountInRow(item); u++)
        {
            AddUser(_byItem.Columns(item)[u], _byItem.Values(item)[u], column);
        }

        return Explanation.FromContributions(profile.Items.SelectMany((row, p) => new[]
        {
            new Contribution(row, "bought by the same customers", (double)MathF.Min(1, profile.Weights[p]) * column[row]),
            new Contribution(row, "the same wider taste", (double)LowPassInput(profile, p) * _roots[item] * ShortVectors.Dot(_vectors.Row(row), _vectors.Row(item))),
        }));
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        Train(InteractionMerge.Append(_data, added), _options, training, cancellation);

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        file.Put("vectors", _vectors.Elements, Items.Count, Factors);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    private static GraphFilterModel Load(ModelFile file)
    {
        GraphFilterOptions options = file.GetOptions<GraphFilterOptions>();
        InteractionData data = MatrixFile.GetInteractions(file, "interactions");
        int factors = Math.Max(1, options.Factors);
        return new GraphFilterModel(options, data, Normalise(data), new FactorMatrix(factors, file.Get<float>("vectors", file.Items.Count, factors)));
    }

    // R̃: each pair weighs 1 / √(items of the user × users of the item).
    private static SparseMatrix Normalise(InteractionData data)
    {
        int[] users = data.UserItems.CountInColumns();
        var values = new float[data.UserItems.StoredCount];
        for (int user = 0; user < data.UserCount; user++)
        {
            ReadOnlySpan<int> items = data.UserItems.Columns(user);
            for (int i = 0; i < items.Length; i++)
            {
                values[data.UserItems.Offsets[user] + i] = 1 / MathF.Sqrt((float)items.Length * users[items[i]]);
            }
        }

        return data.UserItems.WithValues(values);
    }

    // α w / √(users of the product); a product without users has a vector of zeros.
    private float LowPassInput(ItemProfile profile, int p) =>
        (float)_options.LowPassWeight * MathF.Min(1, profile.Weights[p]) / MathF.Max(1, _roots[profile.Items[p]]);

    // scores += x R̃ᵀ R̃, over the users first, so that each is walked once.
    private void FilterLinearly(ItemProfile profile, Span<float> scores)
    {
        var users = new float[_data.UserCount];
        for (int p = 0; p < profile.Count; p++)
        {
            ReadOnlySpan<int> owners = _byItem.Columns(profile.Items[p]);
            ReadOnlySpan<float> shares = _byItem.Values(profile.Items[p]);
            for (int u = 0; u < owners.Length; u++)
            {
                users[owners[u]] += MathF.Min(1, profile.Weights[p]) * shares[u];
            }
        }

        for (int user = 0; user < users.Length; user++)
        {
            if (users[user] != 0)
            {
                AddUser(user, users[user], scores);
            }
        }
    }

    private void AddUser(int user, float factor, Span<float> scores)
    {
        ReadOnlySpan<int> items = _graph.Columns(user);
        ReadOnlySpan<float> values = _graph.Values(user);
        for (int i = 0; i < items.Length; i++)
        {
            scores[items[i]] += factor * values[i];
        }
    }
}
