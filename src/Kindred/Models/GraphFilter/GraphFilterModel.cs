using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>GF-CF: the profile as a signal on the graph of products, smoothed by a linear filter and an ideal low-pass filter; nothing is learned.</summary>
/// <remarks>
/// Shen et al., "How powerful is graph convolution for recommendation?" (CIKM 2021): with R̃ = D_U^−½ R D_I^−½ and its leading right singular vectors
/// V, scores = x (R̃ᵀ R̃ + α D_I^−½ V Vᵀ D_I^½). Here the linear filter is x D_I^−½ Rᵀ D_U^−1 R D_I^−γ: the paper's for γ = ½.
/// Both γ and α are taken from the data where they are left open (see <see cref="GraphFilterOptions"/>). R counts each (user, product) pair once; weights of a query above 1
/// count as 1. The training data stays in the model, so that an update is exact; it costs as much as training. Query: the interactions of the users who
/// share a product with the profile, and products × factors. Any number of threads gives the same bytes.
/// </remarks>
public sealed class GraphFilterModel : IRecommender, IItemVectors, ISettledOptions
{
    private readonly GraphFilterOptions _options;
    private readonly InteractionData _data;
    private readonly float[] _roots;
    private readonly float[] _answered;
    private readonly FactorMatrix _vectors;

    private GraphFilterModel(GraphFilterOptions options, GraphFilterOptions settled, InteractionData data, FactorMatrix vectors)
    {
        (_options, Settled, _data, _vectors) = (options, settled, data, vectors);
        _roots = [.. data.UserItems.CountInColumns().Select(count => MathF.Sqrt(count))];
        _answered = DividedBy(settled.DegreeExponent);
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<GraphFilterOptions>("graph-filter", "smooths a history over the graph of products and customers (GF-CF)", Train, Load, "GF-CF");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <summary>The options with the filters that were taken where they were left open; 0 factors where these have no weight.</summary>
    public GraphFilterOptions Settled { get; }

    /// <inheritdoc/>
    object ISettledOptions.Settled => Settled;

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes =>
        MatrixFile.SizeBytes(_data.UserItems) + MatrixFile.SizeBytes(_data.ItemUsers) + (4L * ((2 * _roots.Length) + _vectors.Elements.Length));

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
        return Build(data, options, Settle(data, options.Candidates(), training, cancellation), training, cancellation);
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores) => ScoreMany(new ReadOnlySpan<RecommendationQuery>(in query), scores);

    /// <inheritdoc/>
    public void ScoreMany(ReadOnlySpan<RecommendationQuery> queries, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, queries.Length * Items.Count);
        ItemProfile[] profiles = [.. queries.ToArray().Select(query => ItemProfile.Of(query, Items.Count))];
        ScoreLowPass(profiles, scores);
        AddLinear(profiles, scores);
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
        foreach (int user in _data.ItemUsers.Columns(item))
        {
            AddUser(user, _answered[item] / _data.UserItems.CountInRow(user), column);
        }

        return Explanation.FromContributions(profile.Items.SelectMany((row, p) => new[]
        {
            new Contribution(row, "bought by the same customers", (double)Share(profile, p) * column[row]),
            new Contribution(row, "the same wider taste", (double)LowPassInput(profile, p) * _roots[item] * ShortVectors.Dot(_vectors.Row(row), _vectors.Row(item))),
        }));
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
        file.Put("vectors", _vectors.Elements, Items.Count, Factors);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    private static GraphFilterModel Load(ModelFile file)
    {
        GraphFilterOptions options = file.GetOptions<GraphFilterOptions>();
        GraphFilterOptions settled = file.GetSettled<GraphFilterOptions>();
        if (settled.LowPassWeight < 0 || settled.DegreeExponent < 0)
        {
            throw new ModelFileException("The model file does not say with which filters it was trained: train the model again.");
        }

        int factors = Math.Max(1, settled.Factors);
        var vectors = new FactorMatrix(factors, file.Get<float>("vectors", file.Items.Count, factors));
        return new GraphFilterModel(options, settled, MatrixFile.GetInteractions(file, "interactions"), vectors);
    }

    private static GraphFilterModel Build(
        InteractionData data, GraphFilterOptions options, GraphFilterOptions settled, TrainingOptions training, CancellationToken cancellation)
    {
        (_, FactorMatrix vectors) =
            TruncatedSvd.Compute(Normalise(data), settled.Factors, settled.Iterations, training.Seed, training.Threads, training.Progress, cancellation);
        var padded = new FactorMatrix(Math.Max(1, settled.Factors), data.ItemCount);
        vectors.Elements.CopyTo(padded.Elements, 0);
        return new GraphFilterModel(options, settled, data, TruncatedSvd.Transpose(padded));
    }

    // Of several candidates the one whose sum of the two filters finds products taken out of the data best; of equals the first. Both filters are
    // computed once for all: scores = linear ÷ users^γ + α × low pass.
    private static GraphFilterOptions Settle(InteractionData data, GraphFilterOptions[] candidates, TrainingOptions training, CancellationToken cancellation)
    {
        if (candidates.Length == 1)
        {
            return candidates[0];
        }

        var heldOut = HeldOutProducts.Draw(data, training.Seed);
        GraphFilterOptions both = candidates.MaxBy(c => c.Factors)! with { LowPassWeight = 1, DegreeExponent = 0 };
        GraphFilterModel filters = Build(heldOut.Rest, both, both, training, cancellation);
        float[][] answered = [.. candidates.Select(c => filters.DividedBy(c.DegreeExponent))];
        double[] found = heldOut.Judge(candidates.Length, (query, scores) =>
        {
            ItemProfile profile = ItemProfile.Of(query, data.ItemCount);
            var lowPass = new float[data.ItemCount];
            var linear = new float[data.ItemCount];
            filters.ScoreLowPass([profile], lowPass);
            TensorPrimitives.Multiply<float>(lowPass, filters._roots, lowPass);
            filters.SumUsers(profile, new float[data.UserCount], linear);
            for (int c = 0; c < candidates.Length; c++)
            {
                Span<float> row = scores.Span.Slice(c * data.ItemCount, data.ItemCount);
                TensorPrimitives.Multiply<float>(linear, answered[c], row);
                TensorPrimitives.MultiplyAdd<float>(lowPass, (float)candidates[c].LowPassWeight, row, row);
            }
        }, training, cancellation);
        return candidates[Array.IndexOf(found, found.Max())];
    }

    // 1 / (users of the product)^γ.
    private float[] DividedBy(double exponent) => [.. _data.UserItems.CountInColumns().Select(count => (float)Math.Pow(Math.Max(1, count), -exponent))];

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

    // scores ← x α D_I^−½ V Vᵀ, for all profiles together.
    private void ScoreLowPass(ItemProfile[] profiles, Span<float> scores)
    {
        if (Settled.Factors == 0)
        {
            scores.Clear();
            return;
        }

        var smooth = new FactorMatrix(profiles.Length, Factors);
        for (int i = 0; i < profiles.Length; i++)
        {
            for (int p = 0; p < profiles[i].Count; p++)
            {
                ShortVectors.AddScaled(_vectors.Row(profiles[i].Items[p]), LowPassInput(profiles[i], p), smooth.Row(i));
            }
        }

        RowProducts.Compute(smooth.Elements, _vectors, scores);
    }

    private float LowPassInput(ItemProfile profile, int p) => (float)Settled.LowPassWeight * Share(profile, p);

    // scores(j) ← scores(j) √(users of j) + (linear filter of the profile)(j).
    private void AddLinear(ItemProfile[] profiles, Span<float> scores)
    {
        var sums = new float[Items.Count];
        var users = new float[_data.UserCount];
        foreach (ItemProfile profile in profiles)
        {
            Array.Clear(sums);
            SumUsers(profile, users, sums);
            Span<float> row = scores[..sums.Length];
            TensorPrimitives.Multiply<float>(row, _roots, row);
            TensorPrimitives.Multiply<float>(sums, _answered, sums);
            TensorPrimitives.Add(row, sums, row);
            scores = scores[sums.Length..];
        }
    }

    // sums ← x D_I^−½ Rᵀ D_U^−1 R, over the users first, so that each is walked once; users holds zeros before and after.
    private void SumUsers(ItemProfile profile, float[] users, float[] sums)
    {
        var met = new List<int>();
        for (int p = 0; p < profile.Count; p++)
        {
            foreach (int user in _data.ItemUsers.Columns(profile.Items[p]))
            {
                if (users[user] == 0)
                {
                    met.Add(user);
                }

                users[user] += Share(profile, p);
            }
        }

        foreach (int user in met)
        {
            AddUser(user, users[user] / _data.UserItems.CountInRow(user), sums);
            users[user] = 0;
        }
    }

    // w / √(users of the product); a product without users has nobody and a vector of zeros.
    private float Share(ItemProfile profile, int p) => MathF.Min(1, profile.Weights[p]) / MathF.Max(1, _roots[profile.Items[p]]);

    private void AddUser(int user, float weight, Span<float> sums)
    {
        foreach (int item in _data.UserItems.Columns(user))
        {
            sums[item] += weight;
        }
    }
}
