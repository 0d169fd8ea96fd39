using Kindred.Domain;
using Kindred.Mining;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Pair prediction: will products A and B meet in a basket of the coming window?</summary>
/// <remarks>
/// Pairs are drawn evenly from all pairs of products sold often enough in training, so that the share that meets is what it is in the shop. The score of
/// a pair is what the model gives B for a basket of A plus what it gives A for a basket of B. Scores become probabilities by isotonic regression on
/// the window before the test window, which is as long; the threshold for "will meet" is the one with the best F1 there.
/// </remarks>
public sealed class PairPrediction
{
    private readonly PairPredictionOptions _options;
    private readonly (int A, int B)[] _pairs;
    private readonly bool[] _calibration;
    private readonly bool[] _test;

    /// <summary>Splits the baskets and draws the pairs.</summary>
    /// <exception cref="KindredDataException">Fewer than two products are sold often enough.</exception>
    public PairPrediction(BasketHistory history, PairPredictionOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        int train = history.CountOfShare(options.TrainShare);
        int middle = history.CountOfShare(options.TrainShare + options.WindowShare);
        int end = Math.Min(history.Baskets.Count, middle + (middle - train));
        Train = history.FirstBaskets(train);
        _pairs = Draw(Train, options);
        _calibration = Meet(history.Baskets, train, middle);
        _test = Meet(history.Baskets, middle, end);
    }

    /// <summary>What models are trained on: the earliest baskets, each one a user.</summary>
    public InteractionData Train { get; }

    /// <summary>Number of pairs asked for.</summary>
    public int PairCount => _pairs.Length;

    /// <summary>Trains models on <see cref="Train"/> and compares how well they tell which pairs will meet.</summary>
    /// <param name="models">What to train, in the order of the table.</param>
    /// <param name="options">Seed, threads, resampling; list lengths do not matter here.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    public ComparisonTable Compare(IReadOnlyList<ModelRequest> models, EvaluationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ModelResult[] results = ModelRuns.Each(Train, models, options, (model, _) => Judge(model, options, cancellation), cancellation);
        return new ComparisonTable
        {
            Protocol = "pair prediction",
            Description = $"{_pairs.Length:N0} pairs of products with at least {_options.MinCount} training baskets, drawn evenly; trained on the first {_options.TrainShare:P0} of the baskets, "
                + $"calibrated on the next {_options.WindowShare:P0}; does a pair meet in the {_options.WindowShare:P0} after those?",
            Definitions = PairMetrics.Definition,
            Cases = _pairs.Length,
            Models = results,
            Best = ComparisonTable.Compare(results),
        };
    }

    /// <summary>Judges a model that was trained on <see cref="Train"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Most threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    public PairMetrics Judge(IRecommender model, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        (double[] probabilities, double threshold) = Predict(Score(model, threads, cancellation));
        return PairMetrics.Compute(probabilities, _test, threshold);
    }

    private Judgement Judge(IRecommender model, EvaluationOptions options, CancellationToken cancellation)
    {
        (double[] scores, double seconds) = ResourceMeter.Time(() => Score(model, options.Threads, cancellation));
        (double[] probabilities, double threshold) = Predict(scores);
        double[][] means = BootstrapMeans.Draw(PairMetrics.Terms(probabilities, _test, threshold), options.BootstrapSamples, options.Seed, options.Threads);
        PairMetrics[] samples = [.. Enumerable.Range(0, options.BootstrapSamples).Select(s => PairMetrics.FromMeans([.. means.Select(m => m[s])]))];
        PairMetrics all = PairMetrics.Compute(probabilities, _test, threshold);
        Dictionary<string, double[]> byName = all.ByName.Keys.Where(name => name != PairMetrics.MeetingShareName)
            .ToDictionary(name => name, name => samples.Select(s => s.ByName[name]).ToArray());
        return new Judgement
        {
            Metrics = all.ByName,
            Intervals = byName.ToDictionary(s => s.Key, s => BootstrapMeans.Percentile(s.Value, options.Confidence)),
            Samples = byName,
            ScoreSeconds = seconds,
        };
    }

    private (double[] Probabilities, double Threshold) Predict(double[] scores)
    {
        var calibration = IsotonicCalibration.Fit(scores, _calibration);
        double[] probabilities = [.. scores.Select(calibration.Probability)];
        return (probabilities, PairMetrics.BestThreshold(probabilities, _calibration));
    }

    private static (int A, int B)[] Draw(InteractionData train, PairPredictionOptions options)
    {
        int[] products = [.. Enumerable.Range(0, train.ItemCount).Where(i => train.ItemUsers.CountInRow(i) >= options.MinCount)];
        if (products.Length < 2)
        {
            throw new KindredDataException($"Pair prediction needs two products with at least {options.MinCount} training baskets; there are {products.Length}. Lower the minimum or give more orders.");
        }

        var random = new RandomStream(options.Seed);
        var drawn = new HashSet<(int, int)>();
        long all = (long)products.Length * (products.Length - 1) / 2;
        while (drawn.Count < Math.Min(options.Pairs, all))
        {
            int a = products[random.NextInt(products.Length)];
            int b = products[random.NextInt(products.Length)];
            if (a != b)
            {
                drawn.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }

        return [.. drawn.Order()];
    }

    private bool[] Meet(BasketSet baskets, int start, int end)
    {
        var index = _pairs.Select((pair, i) => (pair, i)).ToDictionary(p => p.pair, p => p.i);
        var met = new bool[_pairs.Length];
        for (int basket = start; basket < end; basket++)
        {
            ReadOnlySpan<int> rows = baskets[basket];
            for (int a = 0; a < rows.Length; a++)
            {
                foreach (int b in rows[(a + 1)..])
                {
                    if (index.TryGetValue((rows[a], b), out int pair))
                    {
                        met[pair] = true;
                    }
                }
            }
        }

        return met;
    }

    // Each product that stands in a pair is asked once: its whole score row serves all of its pairs.
    private double[] Score(IRecommender model, int threads, CancellationToken cancellation)
    {
        var forward = new double[_pairs.Length];
        var backward = new double[_pairs.Length];
        IGrouping<int, int>[] byProduct = [.. Enumerable.Range(0, _pairs.Length)
            .SelectMany(i => new[] { (Product: _pairs[i].A, Pair: i), (Product: _pairs[i].B, Pair: i) }).ToLookup(p => p.Product, p => p.Pair)];
        ParallelRows.For(byProduct.Length, threads, () => new float[model.Items.Count], (g, scores) =>
        {
            int product = byProduct[g].Key;
            CheckedScores.Fill(model, [RecommendationQuery.ForBasket(new[] { product })], scores);
            foreach (int i in byProduct[g])
            {
                (int a, int b) = _pairs[i];
                (a == product ? forward : backward)[i] = scores[a == product ? b : a];
            }
        }, cancellation);
        return [.. forward.Zip(backward, (f, b) => f + b)];
    }
}
