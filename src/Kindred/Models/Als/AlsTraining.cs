using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Alternates between users and products; rows of a half epoch are independent, so threads do not change the result.</summary>
internal sealed class AlsTraining : IEpochModel
{
    private readonly InteractionData _data;
    private readonly AlsOptions _options;
    private readonly TrainingOptions _training;
    private readonly FactorMatrix _users;
    private readonly FactorMatrix _items;

    /// <summary>Starts from small random vectors.</summary>
    public AlsTraining(InteractionData data, AlsOptions options, TrainingOptions training)
    {
        (_data, _options, _training) = (data, options, training);
        double deviation = 0.1 / Math.Sqrt(options.Factors);
        _items = FactorMatrix.Gaussian(data.ItemCount, options.Factors, deviation, training.Seed, training.Threads);
        _users = FactorMatrix.Gaussian(data.UserCount, options.Factors, deviation, ~training.Seed, training.Threads);
        Parameters = new Dictionary<string, float[]> { ["users"] = _users.Elements, ["items"] = _items.Elements };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <inheritdoc/>
    public void RunEpoch(int epoch, CancellationToken cancellation)
    {
        Half(_users, _items, _data.UserItems, cancellation);
        Half(_items, _users, _data.ItemUsers, cancellation);
    }

    /// <inheritdoc/>
    public IRecommender ToModel() => new AlsModel(_options, _data.Items, new ItemFactors(_items, _items.Rows), _training.Threads);

    private void Half(FactorMatrix rows, FactorMatrix other, SparseMatrix entries, CancellationToken cancellation)
    {
        float[] gram = other.Gram(_training.Threads);
        ParallelRows.For(
            rows.Rows, _training.Threads, () => new AlsRows(_options, other, gram, other.Rows),
            (row, solver) => solver.Improve(entries.Columns(row), entries.Values(row), rows.Row(row)), cancellation);
    }
}
