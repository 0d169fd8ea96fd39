using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Stochastic gradient ascent on products and the other products of their baskets.</summary>
internal sealed class Item2VecTraining : IEpochModel
{
    private readonly InteractionData _data;
    private readonly Item2VecOptions _options;
    private readonly RandomPasses _passes;
    private readonly FactorMatrix _targets;
    private readonly FactorMatrix _contexts;
    private readonly AliasTable? _negatives;

    /// <summary>Starts from small random target vectors and context vectors of zeros; products that nobody has keep zeros in both.</summary>
    public Item2VecTraining(InteractionData data, Item2VecOptions options, TrainingOptions training)
    {
        (_data, _options) = (data, options);
        _passes = new RandomPasses(data.UserCount, options.Epochs, options.LearningRate, training);
        _targets = ItemFactors.Start(data, options.Factors, 0.3 / Math.Sqrt(options.Factors), training.Seed);
        _contexts = new FactorMatrix(data.ItemCount, options.Factors);
        _negatives = CounterExamples.Prepare(data, options.NegativeExponent);
        Parameters = new Dictionary<string, float[]> { ["targets"] = _targets.Elements, ["contexts"] = _contexts.Elements };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <inheritdoc/>
    public void RunEpoch(int epoch, CancellationToken cancellation) => _passes.Run(epoch, CreateLearner, cancellation);

    /// <inheritdoc/>
    public IRecommender ToModel() => new Item2VecModel(
        _options, _data.Items, _targets, _contexts, ItemBiases.Of(_data, (_, users) => (float)(_options.NegativeExponent * Math.Log(users))));

    private RandomPasses.LearnUser CreateLearner()
    {
        var learner = new BasketLearner(_options, _targets, _contexts, _negatives);
        return (basket, rate, random) => learner.Learn(_data.UserItems.Columns(basket), rate, random);
    }
}
