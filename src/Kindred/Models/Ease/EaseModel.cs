using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>EASEᴿ: each product predicted linearly from the others, score(j) = Σ over i in the profile of weight(i) × B(i, j) with B(j, j) = 0.</summary>
/// <remarks>
/// Steck, "Embarrassingly shallow autoencoders for sparse data" (WWW 2019): with P = (Xᵀ X + λ I)⁻¹, B(i, j) = −P(i, j) / P(j, j). X counts each
/// (user, product) pair once; weights of a query above 1 count as 1, so that repeats do not outweigh the rest, and smaller ones count as given.
/// Above 10,000 products, or when asked for, each product is predicted from its nearest ones only (<see cref="EaseForm.Sparse"/>). The training data
/// stays in the model, so that an update is exact; it costs as much as training. Any number of threads gives the same bytes.
/// </remarks>
public sealed class EaseModel : IRecommender, ISettledOptions
{
    // Beyond the first, the dense form takes more than about a minute of processor time and 400 MB; beyond the second, more than 1.6 GB.
    private const int MostDenseUnasked = 10_000;
    private const int MostDense = 20_000;

    private readonly EaseOptions _options;
    private readonly InteractionData _data;
    private readonly ItemWeights _weights;

    private EaseModel(EaseOptions options, InteractionData data, ItemWeights weights) => (_options, _data, _weights) = (options, data, weights);

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<EaseOptions>("ease", "each product predicted linearly from all others in one closed step (EASE)", Train, Load, "EASE^R");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items => _data.Items;

    /// <inheritdoc/>
    object ISettledOptions.Settled => _options.For(_data);

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes => _weights.SizeBytes + MatrixFile.SizeBytes(_data.UserItems);

    /// <summary>Solves for the weights.</summary>
    /// <param name="data">Who has which products; weights and order are not used.</param>
    /// <param name="options">λ and the form.</param>
    /// <param name="training">Threads and progress.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="KindredDataException">The dense form is asked for more than 20,000 products, or λ is too small for single precision.</exception>
    public static EaseModel Train(InteractionData data, EaseOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        if (options.Form == EaseForm.Dense && data.ItemCount > MostDense)
        {
            throw new KindredDataException($"The dense form of EASE takes at most {MostDense:N0} products; there are {data.ItemCount:N0}. Use form=sparse.");
        }

        cancellation.ThrowIfCancellationRequested();
        EaseOptions chosen = options.For(data);
        bool sparse = options.Form == EaseForm.Sparse || (options.Form == EaseForm.Auto && data.ItemCount > MostDenseUnasked);
        ItemWeights weights = sparse
            ? new ItemWeights.Sparse(NeighbourRegression.Solve(ItemGram.Sparse(data, training, cancellation), chosen, training, cancellation))
            : SolveDense(data, chosen, training, cancellation);
        return new EaseModel(options, data, weights);
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        var profile = ItemProfile.Of(query, Items.Count);
        scores.Clear();
        for (int p = 0; p < profile.Count; p++)
        {
            _weights.AddRow(profile.Items[p], MathF.Min(1, profile.Weights[p]), scores);
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
        return Explanation.FromContributions(profile.Items
            .Select((row, p) => new Contribution(row, "predicts it", (double)MathF.Min(1, profile.Weights[p]) * _weights.Weight(row, item)))
            .Where(c => c.Amount != 0));
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) =>
        Train(InteractionMerge.Append(_data, added), _options, training, cancellation);

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        _weights.Put(file);
        MatrixFile.Put(file, "interactions", _data.UserItems);
        file.Write(stream);
    }

    internal static KindredDataException NotPositive(double regularization) =>
        new($"The pair counts plus regularization = {regularization} cannot be inverted in single precision. Raise regularization.");

    private static EaseModel Load(ModelFile file) =>
        new(file.GetOptions<EaseOptions>(), MatrixFile.GetInteractions(file, "interactions"), ItemWeights.Get(file));

    private static ItemWeights.Dense SolveDense(InteractionData data, EaseOptions options, TrainingOptions training, CancellationToken cancellation)
    {
        SymmetricMatrix matrix = ItemGram.Dense(data, training, cancellation);
        for (int i = 0; i < matrix.Order; i++)
        {
            matrix.Row(i)[i] += (float)options.Regularization;
        }

        if (!matrix.TryInvert(training.Threads, training.Progress, cancellation))
        {
            throw NotPositive(options.Regularization);
        }

        var scale = new float[matrix.Order];
        for (int j = 0; j < scale.Length; j++)
        {
            scale[j] = -1 / matrix.Row(j)[j];
        }

        for (int i = 0; i < scale.Length; i++)
        {
            TensorPrimitives.Multiply(matrix.Row(i), scale, matrix.Row(i));
            matrix.Row(i)[i] = 0;
        }

        return new ItemWeights.Dense(matrix.Order, matrix.Stride, matrix.Elements);
    }
}
