using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Stochastic gradient ascent on triples of a user, a product he has and one he has not.</summary>
/// <remarks>
/// LearnBPR (Rendle et al., 2009), user by user in random order in runs of fixed size, one random stream a run. With one thread the runs follow each
/// other and the seed decides every bit; with more, runs share the vectors without locks (Hogwild; Recht et al., 2011).
/// </remarks>
internal sealed class BprTraining : IEpochModel
{
    private const int UsersARun = 256;

    private readonly InteractionData _data;
    private readonly BprOptions _options;
    private readonly TrainingOptions _training;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;
    private readonly float[] _biases;
    private readonly AliasTable? _negatives;

    /// <summary>Starts from small random vectors and biases of 0.</summary>
    public BprTraining(InteractionData data, BprOptions options, TrainingOptions training)
    {
        (_data, _options, _training) = (data, options, training);
        double deviation = 0.1 / Math.Sqrt(options.Factors);
        _items = FactorMatrix.Gaussian(data.ItemCount, options.Factors, deviation, training.Seed);
        _users = FactorMatrix.Gaussian(data.UserCount, options.Factors, deviation, ~training.Seed);
        _biases = new float[data.ItemCount];
        double[] weights = [.. Enumerable.Range(0, data.ItemCount).Select(i => Math.Pow(Math.Max(1, data.ItemUsers.CountInRow(i)), options.NegativeExponent))];
        _negatives = weights.Length > 0 ? new AliasTable(weights) : null;
        Parameters = new Dictionary<string, float[]> { ["users"] = _users.Elements, ["items"] = _items.Elements, ["biases"] = _biases };
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
        int runs = (order.Length + UsersARun - 1) / UsersARun;
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
    public IRecommender ToModel() => new BprModel(_options, _data.Items, _items, _biases, _items.Rows);

    private void Walk(int[] order, int run, int epoch, ulong first)
    {
        var random = new RandomStream(_training.Seed, first + 1 + (ulong)run);
        int end = Math.Min(order.Length, (run + 1) * UsersARun);
        for (int i = run * UsersARun; i < end; i++)
        {
            double done = (epoch + ((double)i / order.Length)) / _options.Epochs;
            LearnUser(order[i], (float)(_options.LearningRate * Math.Max(1e-4, 1 - done)), random);
        }
    }

    private void LearnUser(int user, float rate, RandomStream random)
    {
        ReadOnlySpan<int> items = _data.UserItems.Columns(user);
        foreach (int _ in items)
        {
            int liked = items[random.NextInt(items.Length)];
            int other = _negatives!.Draw(random);
            if (items.BinarySearch(other) < 0)
            {
                LearnTriple(_users.Row(user), liked, other, rate);
            }
        }
    }

    private void LearnTriple(Span<float> user, int liked, int other, float rate)
    {
        Span<float> x = _items.Row(liked);
        Span<float> y = _items.Row(other);
        float gradient = rate * BprModel.Doubt(ShortVectors.Dot(user, x) - ShortVectors.Dot(user, y) + _biases[liked] - _biases[other]);
        float shrink = 1 - (rate * (float)_options.Regularization);
        for (int f = 0; f < user.Length; f++)
        {
            (float u, float a, float b) = (user[f], x[f], y[f]);
            user[f] = (shrink * u) + (gradient * (a - b));
            x[f] = (shrink * a) + (gradient * u);
            y[f] = (shrink * b) - (gradient * u);
        }

        _biases[liked] = (shrink * _biases[liked]) + gradient;
        _biases[other] = (shrink * _biases[other]) - gradient;
    }
}
