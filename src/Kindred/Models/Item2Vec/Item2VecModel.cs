using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>item2vec: products that meet in baskets get like vectors; score(j) = mean over i in the profile of weight(i) × cosine of t(i) and t(j).</summary>
/// <remarks>
/// Barkan &amp; Koenigstein, "Item2Vec" (2016): skip-gram with negative sampling over the products of a basket, position-free, with a free exponent
/// of the negative sampling (Caselles-Dupré et al., RecSys 2018). Weights of a query above 1 count as 1. With one thread the seed decides every bit;
/// more threads update shared vectors without locks, and results differ slightly from run to run. Memory: 8 bytes a product and factor.
/// </remarks>
public sealed class Item2VecModel : IRecommender, IItemVectors
{
    private readonly Item2VecOptions _options;
    private readonly FactorMatrix _targets;
    private readonly FactorMatrix _contexts;

    internal Item2VecModel(Item2VecOptions options, Vocabulary items, FactorMatrix targets, FactorMatrix contexts) =>
        (_options, Items, _targets, _contexts) = (options, items, targets, contexts);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<Item2VecOptions>("item2vec", "vectors of products that meet in baskets (skip-gram with negative sampling)", Train, Load);

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.FoldIn;

    /// <inheritdoc/>
    public long SizeBytes => 4L * (_targets.Elements.Length + _contexts.Elements.Length);

    /// <inheritdoc/>
    public int Factors => _targets.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => _targets.Elements;

    /// <summary>Learns the vectors.</summary>
    /// <param name="data">Baskets or histories as users; weights and order are not used.</param>
    /// <param name="options">Factors, pairs, negative sampling, step size.</param>
    /// <param name="training">Threads, seed, early stopping, checkpoint.</param>
    /// <param name="cancellation">Stops the training.</param>
    public static Item2VecModel Train(InteractionData data, Item2VecOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        var state = new Item2VecTraining(data, options, training);
        new EpochTraining(state, EpochTraining.Describe(Definition.Name, data, options, training.Seed), training).Run(options.Epochs, cancellation);
        return (Item2VecModel)state.ToModel();
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        var profile = ItemProfile.Of(query, Items.Count);
        var sum = new float[Factors];
        for (int p = 0; p < profile.Count; p++)
        {
            ShortVectors.AddScaled(_targets.Row(profile.Items[p]), Share(profile, p), sum);
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = Scale(item) * ShortVectors.Dot(sum, _targets.Row(item));
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
        return Explanation.FromContributions(profile.Items.Select((row, p) =>
            new Contribution(row, "found in like baskets", (double)Share(profile, p) * Scale(item) * ShortVectors.Dot(_targets.Row(row), _targets.Row(item)))));
    }

    /// <inheritdoc/>
    /// <remarks>Users have no parameters. New products get vectors of zeros.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(Items, added.Items);
        return new Item2VecModel(_options, added.Items, _targets.Extend(added.ItemCount), _contexts.Extend(added.ItemCount));
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        file.Put("targets", _targets.Elements, Items.Count, Factors);
        file.Put("contexts", _contexts.Elements, Items.Count, Factors);
        file.Write(stream);
    }

    private static Item2VecModel Load(ModelFile file)
    {
        Item2VecOptions options = file.GetOptions<Item2VecOptions>();
        FactorMatrix Vectors(string name) => new(options.Factors, file.Get<float>(name, file.Items.Count, options.Factors));
        return new Item2VecModel(options, file.Items, Vectors("targets"), Vectors("contexts"));
    }

    private float Scale(int item)
    {
        float norm = TensorPrimitives.Norm<float>(_targets.Row(item));
        return norm > 0 ? 1 / norm : 0;
    }

    private float Share(ItemProfile profile, int p) => MathF.Min(1, profile.Weights[p]) * Scale(profile.Items[p]) / profile.Count;
}
