using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Matrix factorisation of implicit feedback by alternating least squares: score(j) = x · y(j), x the vector of who asks.</summary>
/// <remarks>
/// Hu, Koren &amp; Volinsky (ICDM 2008) with the loss and the frequency-scaled penalty of Rendle et al., "iALS++" (2021); rows are improved by conjugate
/// gradient (Takács et al., RecSys 2011) or by blocks. Only product vectors are kept: every query, a trained user's too, is folded in exactly,
/// in O(history × factors² + factors³). Weights above 1 count as 1 + ln(weight). Memory: 4 bytes a product and factor. Any number of threads gives
/// the same bytes.
/// </remarks>
public sealed class AlsModel : IRecommender, IItemVectors, ISettledOptions
{
    private readonly AlsOptions _options;
    private readonly ItemFactors _factors;
    private readonly float[] _gram;

    internal AlsModel(AlsOptions options, Vocabulary products, ItemFactors factors, int threads = 1)
    {
        (_options, Items, _factors) = (options, products, factors);
        _gram = Vectors.Gram(threads);
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<AlsOptions>("als", "matrix factorisation of implicit feedback by alternating least squares (iALS++)", Train, Load, "iALS", "iALS++");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    object ISettledOptions.Settled => _options;

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.FoldIn;

    /// <inheritdoc/>
    public long SizeBytes => 4L * (Vectors.Elements.Length + _gram.Length);

    /// <inheritdoc/>
    public int Factors => Vectors.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => Vectors.Elements;

    /// <summary>Learns the vectors.</summary>
    /// <param name="data">Who has which products, and how often; order is not used.</param>
    /// <param name="options">Factors, weights, penalty, solver.</param>
    /// <param name="training">Threads, seed, early stopping, checkpoint.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="KindredDataException">The penalty is too small for single precision, or a checkpoint is of another training.</exception>
    public static AlsModel Train(InteractionData data, AlsOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        var state = new AlsTraining(data, options.For(data), training);
        var run = EpochTraining.Describe(Definition.Name, data, options, training.Seed);
        new EpochTraining(state, run, training).Run(options.Epochs, cancellation);
        return (AlsModel)state.ToModel();
    }

    /// <summary>The vector of who asks; its dot product with a product's vector is the score. Zeros where nothing is known.</summary>
    public float[] Vector(RecommendationQuery query)
    {
        var profile = ItemProfile.Of(query, Items.Count);
        var vector = new float[Factors];
        if (profile.Count == 0)
        {
            return vector;
        }

        for (int p = 0; p < profile.Count; p++)
        {
            ShortVectors.AddScaled(Vectors.Row(profile.Items[p]), AlsRows.Confidence(profile.Weights[p]), vector);
        }

        Cholesky.Solve<float>(Factor(profile), Factors, AlsRows.SystemStride(Factors), vector);
        return vector;
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores) => ScoreMany(new ReadOnlySpan<RecommendationQuery>(in query), scores);

    /// <inheritdoc/>
    public void ScoreMany(ReadOnlySpan<RecommendationQuery> queries, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, queries.Length * Items.Count);
        var vectors = new FactorMatrix(queries.Length, Factors);
        for (int i = 0; i < queries.Length; i++)
        {
            Vector(queries[i]).CopyTo(vectors.Row(i));
        }

        RowProducts.Compute(vectors.Elements, Vectors, scores);
    }

    /// <inheritdoc/>
    /// <remarks>With x = A⁻¹ Σ w y(i), product i of the profile gives w y(i) · A⁻¹ y(j) (Hu et al., section 5).</remarks>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        var profile = ItemProfile.Of(query, Items.Count);
        if (profile.Count == 0)
        {
            return Explanation.FromContributions([]);
        }

        float[] image = [.. Vectors.Row(item)];
        Cholesky.Solve<float>(Factor(profile), Factors, AlsRows.SystemStride(Factors), image);
        return Explanation.FromContributions(profile.Items.Select((row, p) =>
            new Contribution(row, "liked by customers of the same taste", AlsRows.Confidence(profile.Weights[p]) * (double)ShortVectors.Dot(image, Vectors.Row(row)))));
    }

    /// <inheritdoc/>
    /// <remarks>Users need no update: they are folded in when they ask. New products get vectors of zeros.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        new AlsModel(_options, added.Items, _factors.Extend(Items, added));

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        _factors.Put(file);
        file.Write(stream);
    }

    internal static KindredDataException NotPositive(AlsOptions options) =>
        new($"A least squares problem of ALS cannot be solved in single precision with regularization = {options.Regularization}. Raise regularization.");

    private static AlsModel Load(ModelFile file)
    {
        AlsOptions options = file.GetOptions<AlsOptions>();
        return new AlsModel(options, file.Items, ItemFactors.Get(file, options.Factors));
    }

    private FactorMatrix Vectors => _factors.Vectors;

    private float[] Factor(ItemProfile profile) => new AlsRows(_options, Vectors, _gram, _factors.Trained).Factor(profile.Items, profile.Weights);
}
