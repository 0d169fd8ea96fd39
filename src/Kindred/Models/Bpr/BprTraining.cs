using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Stochastic gradient ascent on triples of a user, a product he has and one he has not.</summary>
/// <remarks>
/// LearnBPR (Rendle et al., 2009). Differs in the counter-examples: of several products drawn the one that the user's vector scores highest is taken,
/// which serves the top of the list (dynamic negative sampling; Zhang, Chen, Wang &amp; Yu, SIGIR 2013).
/// </remarks>
internal sealed class BprTraining : IEpochModel
{
    private readonly InteractionData _data;
    private readonly BprOptions _options;
    private readonly RandomPasses _passes;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;
    private readonly float[] _biases;
    private readonly AliasTable? _candidates;

    /// <summary>Starts from small random vectors and biases of 0; products that nobody has keep vectors of zeros and come last.</summary>
    public BprTraining(InteractionData data, BprOptions options, TrainingOptions training)
    {
        (_data, _options) = (data, options);
        _passes = new RandomPasses(data.UserCount, options.Epochs, options.LearningRate, training);
        double deviation = 0.1 / Math.Sqrt(options.Factors);
        _items = ItemFactors.Start(data, options.Factors, deviation, training.Seed);
        _users = FactorMatrix.Gaussian(data.UserCount, options.Factors, deviation, ~training.Seed);
        _biases = new float[data.ItemCount];
        _candidates = CounterExamples.Prepare(data, options.NegativeExponent);
        Parameters = new Dictionary<string, float[]> { ["users"] = _users.Elements, ["items"] = _items.Elements, ["biases"] = _biases };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <inheritdoc/>
    public void RunEpoch(int epoch, CancellationToken cancellation) => _passes.Run(epoch, CreateLearner, cancellation);

    /// <inheritdoc/>
    public IRecommender ToModel() =>
        new BprModel(_options, _data.Items, new ItemFactors(_items, _items.Rows), ItemBiases.Of(_data, (item, _) => _biases[item]));

    private RandomPasses.LearnUser CreateLearner()
    {
        var learner = new TripleLearner(_options, _items, _biases, _candidates);
        return (user, rate, random) => learner.Learn(_data.UserItems.Columns(user), _users.Row(user), rate, random);
    }
}
