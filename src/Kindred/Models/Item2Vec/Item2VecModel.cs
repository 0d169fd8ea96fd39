using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>
/// item2vec: products that meet in baskets get vectors that fit; score(j) = exponent × ln(users of j) + mean over i in the profile of
/// weight(i) × t(i) · c(j), t the target and c the context vectors.
/// </summary>
/// <remarks>
/// Barkan &amp; Koenigstein, "Item2Vec" (2016), negative sampling over the products of a basket, position-free, with a free exponent of the negative
/// sampling (Caselles-Dupré et al., RecSys 2018). Differs from the paper in two points, both for better recommendations. A product is by default
/// predicted from the rest of its basket (continuous bag of words; Mikolov et al., 2013). And scores are no cosines: what negative sampling learns is
/// t · c = the log-odds of j given the rest − ln of the probability that j is drawn as a counter-example, up to a constant (Levy &amp; Goldberg, 2014), so
/// that adding exponent × ln(users) leaves the log-odds, the order in which products are most likely to be the missing one. Target vectors alone tell which products are
/// alike (<see cref="ItemVectors"/>). Products nobody has come last. Weights of a query above 1 count as 1. With one thread the seed decides every bit; more threads
/// update shared vectors without locks, and results differ slightly from run to run. Memory: 8 bytes a product and factor.
/// </remarks>
public sealed class Item2VecModel : IRecommender, IItemVectors
{
    private readonly Item2VecOptions _options;
    private readonly FactorMatrix _targets;
    private readonly FactorMatrix _contexts;
    private readonly ItemBiases _biases;

    internal Item2VecModel(Item2VecOptions options, Vocabulary items, FactorMatrix targets, FactorMatrix contexts, ItemBiases biases) =>
        (_options, Items, _targets, _contexts, _biases) = (options, items, targets, contexts, biases);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<Item2VecOptions>("item2vec", "vectors of products that meet in baskets (negative sampling)", Train, Load);

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.FoldIn;

    /// <inheritdoc/>
    public long SizeBytes => (4L * (_targets.Elements.Length + _contexts.Elements.Length)) + _biases.SizeBytes;

    /// <inheritdoc/>
    public int Factors => _targets.Factors;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ItemVectors => _targets.Elements;

    /// <summary>Learns the vectors.</summary>
    /// <param name="data">Baskets or histories as users; weights and order are not used.</param>
    /// <param name="options">Factors, objective, negative sampling, step size.</param>
    /// <param name="training">Threads, seed, early stopping, checkpoint.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="KindredDataException">The steps are too long and the vectors grew beyond all bounds.</exception>
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
    public void ScoreAll(RecommendationQuery query, Span<float> scores) => ScoreMany(new ReadOnlySpan<RecommendationQuery>(in query), scores);

    /// <inheritdoc/>
    public void ScoreMany(ReadOnlySpan<RecommendationQuery> queries, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, queries.Length * Items.Count);
        var means = new FactorMatrix(queries.Length, Factors);
        for (int i = 0; i < queries.Length; i++)
        {
            var profile = ItemProfile.Of(queries[i], Items.Count);
            for (int p = 0; p < profile.Count; p++)
            {
                ShortVectors.AddScaled(_targets.Row(profile.Items[p]), Share(profile, p), means.Row(i));
            }
        }

        RowProducts.Compute(means.Elements, _contexts, scores);
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
        return Explanation.FromContributions(profile.Items
            .Select((row, p) => new Contribution(row, "found in like baskets", (double)Share(profile, p) * ShortVectors.Dot(_targets.Row(row), _contexts.Row(item))))
            .Append(_biases.Explain(item)));
    }

    /// <inheritdoc/>
    /// <remarks>Users have no parameters. New products get vectors of zeros and come last.</remarks>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(Items, added.Items);
        return new Item2VecModel(_options, added.Items, _targets.Extend(added.ItemCount), _contexts.Extend(added.ItemCount), _biases.Extend(added.ItemCount));
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        MatrixFile.Put(file, "targets", _targets);
        MatrixFile.Put(file, "contexts", _contexts);
        _biases.Put(file);
        file.Write(stream);
    }

    private static Item2VecModel Load(ModelFile file)
    {
        Item2VecOptions options = file.GetOptions<Item2VecOptions>();
        return new Item2VecModel(
            options, file.Items, MatrixFile.GetVectors(file, "targets", options.Factors), MatrixFile.GetVectors(file, "contexts", options.Factors), ItemBiases.Get(file));
    }

    private static float Share(ItemProfile profile, int p) => MathF.Min(1, profile.Weights[p]) / profile.Count;
}
