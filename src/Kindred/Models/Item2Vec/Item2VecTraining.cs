using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Stochastic gradient ascent on pairs of products of one basket.</summary>
/// <remarks>
/// Skip-gram with negative sampling (Mikolov et al., 2013) where every other product of the basket is equally near (Barkan &amp; Koenigstein, 2016).
/// Baskets are taken in random order in runs of fixed size, one random stream a run. With one thread the runs follow each other and the seed decides
/// every bit; with more, runs share the vectors without locks (Hogwild; Recht et al., 2011), and results differ slightly from run to run.
/// </remarks>
internal sealed class Item2VecTraining : IEpochModel
{
    private const int BasketsARun = 256;
    private const float MostLogit = 20;

    private readonly InteractionData _data;
    private readonly Item2VecOptions _options;
    private readonly TrainingOptions _training;
    private readonly FactorMatrix _targets;
    private readonly FactorMatrix _contexts;
    private readonly AliasTable? _negatives;

    /// <summary>Starts from small random target vectors and context vectors of zeros.</summary>
    public Item2VecTraining(InteractionData data, Item2VecOptions options, TrainingOptions training)
    {
        (_data, _options, _training) = (data, options, training);
        _targets = FactorMatrix.Gaussian(data.ItemCount, options.Factors, 0.3 / Math.Sqrt(options.Factors), training.Seed);
        _contexts = new FactorMatrix(data.ItemCount, options.Factors);
        double[] weights = [.. Enumerable.Range(0, data.ItemCount).Select(Frequency).Select(f => f > 0 ? Math.Pow(f, options.NegativeExponent) : 0)];
        _negatives = weights.Any(w => w > 0) ? new AliasTable(weights) : null;
        for (int item = 0; item < data.ItemCount; item++)
        {
            if (Frequency(item) == 0)
            {
                _targets.Row(item).Clear();
            }
        }

        Parameters = new Dictionary<string, float[]> { ["targets"] = _targets.Elements, ["contexts"] = _contexts.Elements };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <inheritdoc/>
    public void RunEpoch(int epoch, CancellationToken cancellation)
    {
        int[] order = [.. Enumerable.Range(0, _data.UserCount)];
        ulong first = (ulong)epoch * (ulong)(_data.UserCount + 1);
        new RandomStream(_training.Seed, first).Shuffle<int>(order);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(_training.Threads), CancellationToken = cancellation };
        int runs = (order.Length + BasketsARun - 1) / BasketsARun;
        if (parallel.MaxDegreeOfParallelism == 1)
        {
            for (int run = 0; run < runs; run++)
            {
                cancellation.ThrowIfCancellationRequested();
                Walk(order, run, epoch, first);
            }
        }
        else
        {
            Parallel.For(0, runs, parallel, run => Walk(order, run, epoch, first));
        }
    }

    /// <inheritdoc/>
    public IRecommender ToModel() => new Item2VecModel(_options, _data.Items, _targets, _contexts);

    private int Frequency(int item) => _data.ItemUsers.CountInRow(item);

    private void Walk(int[] order, int run, int epoch, ulong first)
    {
        var random = new RandomStream(_training.Seed, first + 1 + (ulong)run);
        var change = new float[_options.Factors];
        int end = Math.Min(order.Length, (run + 1) * BasketsARun);
        for (int i = run * BasketsARun; i < end; i++)
        {
            double done = (epoch + ((double)i / order.Length)) / _options.Epochs;
            float rate = (float)(_options.LearningRate * Math.Max(1e-4, 1 - done));
            LearnBasket(_data.UserItems.Columns(order[i]), rate, random, change);
        }
    }

    private void LearnBasket(ReadOnlySpan<int> basket, float rate, RandomStream random, float[] change)
    {
        int pairs = Math.Min(_options.Pairs, basket.Length - 1);
        for (int t = 0; t < basket.Length; t++)
        {
            for (int p = 0; p < pairs; p++)
            {
                // Any other position: the last one stands in for the target itself.
                int other = random.NextInt(basket.Length - 1);
                LearnPair(basket[t], basket[other == t ? basket.Length - 1 : other], rate, random, change);
            }
        }
    }

    private void LearnPair(int target, int context, float rate, RandomStream random, float[] change)
    {
        Span<float> vector = _targets.Row(target);
        Array.Clear(change);
        Step(vector, _contexts.Row(context), 1, rate, change);
        for (int n = 0; n < _options.Negatives; n++)
        {
            int negative = _negatives!.Draw(random);
            if (negative != context)
            {
                Step(vector, _contexts.Row(negative), 0, rate, change);
            }
        }

        ShortVectors.AddScaled(change, 1, vector);
    }

    // Gradient of ln σ(±x·y): (label − σ(x·y)) times the other vector.
    private static void Step(ReadOnlySpan<float> target, Span<float> context, float label, float rate, Span<float> change)
    {
        float logit = Math.Clamp(ShortVectors.Dot(target, context), -MostLogit, MostLogit);
        float gradient = rate * (label - (1 / (1 + MathF.Exp(-logit))));
        ShortVectors.AddScaled(context, gradient, change);
        ShortVectors.AddScaled(target, gradient, context);
    }
}
