using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Matrix factorisation that ranks what a user has above what he has not: score(j) = bias(j) + x · y(j).</summary>
/// <remarks>
/// Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback" (UAI 2009). Only product vectors are kept: every query, a trained
/// user's too, gets its vector by gradient steps over its history, always the same for the same history. With one thread the seed decides every bit;
/// more threads update shared vectors without locks, and results differ slightly from run to run. Memory: 4 bytes a product and factor.
/// </remarks>
public sealed class BprModel : IRecommender, IItemVectors
{
    private const float MostLogit = 30;

    private readonly BprOptions _options;
    private readonly ItemFactors _factors;
    private readonly ItemBiases _biases;

    internal BprModel(BprOptions options, Vocabulary products, ItemFactors factors, ItemBiases biases) =>
        (_options, Items, _factors, _biases) = (options, products, factors, biases);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<BprOptions>("bpr", "matrix factorisation trained to rank what was bought above what was not (BPR)", Train, Load, "BPR-MF");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.FoldIn;

    /// <inheritdoc/>
    public long SizeBytes => (4L * Vectors.Elements.Length) + _biases.SizeBytes;

    /// <inheritdoc/>
    public int Factors => Vectors.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => Vectors.Elements;

    /// <summary>Learns the vectors.</summary>
    /// <param name="data">Who has which products; weights and order are not used.</param>
    /// <param name="options">Factors, penalty, negative sampling, step size.</param>
    /// <param name="training">Threads, seed, early stopping, checkpoint.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static BprModel Train(InteractionData data, BprOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        var state = new BprTraining(data, options, training);
        new EpochTraining(state, EpochTraining.Describe(Definition.Name, data, options, training.Seed), training).Run(options.Epochs, cancellation);
        return (BprModel)state.ToModel();
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
            FoldIn.Vector(ItemProfile.Of(queries[i], Items.Count), shares: null).CopyTo(vectors.Row(i));
        }

        RowProducts.Compute(vectors.Elements, Vectors, scores);
        _biases.AddTo(scores);
    }

    /// <inheritdoc/>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        var profile = ItemProfile.Of(query, Items.Count);
        var shares = new FactorMatrix(profile.Count, Factors);
        FoldIn.Vector(profile, shares);
        return Explanation.FromContributions(profile.Items
            .Select((row, p) => new Contribution(row, "liked by customers of the same taste", ShortVectors.Dot(shares.Row(p), Vectors.Row(item))))
            .Append(_biases.Explain(item)));
    }

    /// <inheritdoc/>
    /// <remarks>Users need no update: they are folded in when they ask. New products get vectors of zeros and come last.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        new BprModel(_options, added.Items, _factors.Extend(Items, added), _biases.Extend(added.ItemCount));

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        _factors.Put(file);
        _biases.Put(file);
        file.Write(stream);
    }

    /// <summary>1 − σ(margin), the derivative of ln σ.</summary>
    internal static float Doubt(float margin) => 1 / (1 + MathF.Exp(Math.Clamp(margin, -MostLogit, MostLogit)));

    private static BprModel Load(ModelFile file)
    {
        BprOptions options = file.GetOptions<BprOptions>();
        return new BprModel(options, file.Items, ItemFactors.Get(file, options.Factors), ItemBiases.Get(file));
    }

    private FactorMatrix Vectors => _factors.Vectors;

    private BprFoldIn FoldIn => new(_options, _factors, _biases);
}
