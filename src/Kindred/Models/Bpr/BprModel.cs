using System.Globalization;
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
    private readonly FactorMatrix _items;
    private readonly float[] _biases;
    private readonly int _trained;

    internal BprModel(BprOptions options, Vocabulary products, FactorMatrix items, float[] biases, int trained) =>
        (_options, Items, _items, _biases, _trained) = (options, products, items, biases, trained);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<BprOptions>("bpr", "matrix factorisation trained to rank what was bought above what was not (BPR)", Train, Load);

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.FoldIn;

    /// <inheritdoc/>
    public long SizeBytes => 4L * (_items.Elements.Length + _biases.Length);

    /// <inheritdoc/>
    public int Factors => _items.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => _items.Elements;

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
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        float[] vector = FoldIn.Vector(ItemProfile.Of(query, Items.Count), shares: null);
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = _biases[item] + ShortVectors.Dot(vector, _items.Row(item));
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
        var shares = new FactorMatrix(profile.Count, Factors);
        FoldIn.Vector(profile, shares);
        return Explanation.FromContributions(profile.Items
            .Select((row, p) => new Contribution(row, "liked by customers of the same taste", ShortVectors.Dot(shares.Row(p), _items.Row(item))))
            .Append(new Contribution(null, "popularity", _biases[item])));
    }

    /// <inheritdoc/>
    /// <remarks>Users need no update: they are folded in when they ask. New products get vectors of zeros.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(Items, added.Items);
        var biases = new float[added.ItemCount];
        _biases.CopyTo(biases, 0);
        return new BprModel(_options, added.Items, _items.Extend(added.ItemCount), biases, _trained);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        file.Put("trained-items", _trained.ToString(CultureInfo.InvariantCulture));
        file.Put("items", _items.Elements, Items.Count, Factors);
        file.Put("biases", _biases);
        file.Write(stream);
    }

    /// <summary>1 − σ(margin), the derivative of ln σ.</summary>
    internal static float Doubt(float margin) => 1 / (1 + MathF.Exp(Math.Clamp(margin, -MostLogit, MostLogit)));

    private static BprModel Load(ModelFile file)
    {
        BprOptions options = file.GetOptions<BprOptions>();
        int count = file.Items.Count;
        int trained = file.Number("trained-items");
        return trained >= 0 && trained <= count
            ? new BprModel(options, file.Items, new FactorMatrix(options.Factors, file.Get<float>("items", count, options.Factors)), file.Get<float>("biases", count), trained)
            : throw new ModelFileException($"The model file names {count:N0} products, {trained:N0} of them trained: it is damaged.");
    }

    private BprFoldIn FoldIn => new(_options, _items, _biases, _trained);
}
