using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>What comes next after the latest products: score(j) = Σ over the latest i of 1/d × count(i → j) / (count(i →) + shrink).</summary>
/// <remarks>
/// The first-order Markov chain of Rendle et al. (2010) without factors; with a larger window the sequential rules of Ludewig &amp; Jannach (2018).
/// A product that follows itself is not counted. Every product of an open basket counts as the latest; with no basket the latest are the last of the
/// history. Update is exact for interactions that come after all earlier ones of their user. Memory: 8 bytes a pair seen and 4 bytes × window a user.
/// </remarks>
public sealed class TransitionModel : IRecommender
{
    private readonly TransitionOptions _options;
    private readonly SparseMatrix _counts;
    private readonly float[] _following;

    // The last products of each user, oldest first, −1 where there are fewer: what an update goes on from.
    private readonly int[] _tails;

    private TransitionModel(Vocabulary items, TransitionOptions options, SparseMatrix counts, int[] tails)
    {
        (Items, _options, _counts, _tails) = (items, options, counts, tails);
        _following = new float[counts.RowCount];
        for (int row = 0; row < counts.RowCount; row++)
        {
            double sum = 0;
            foreach (float count in counts.Values(row))
            {
                sum += count;
            }

            _following[row] = (float)sum;
        }
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<TransitionOptions>("transitions", "what is bought next after the latest purchases (first-order Markov chain)", Train, Load, "Markov");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes => MatrixFile.SizeBytes(_counts) + (4L * (_tails.Length + _following.Length));

    /// <summary>Counts what follows what.</summary>
    /// <exception cref="KindredDataException">The order of the interactions is not known.</exception>
    public static TransitionModel Train(InteractionData data, TransitionOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var counter = new TransitionCounter(data.ItemCount, options.Window, data.UserCount, []);
        Count(counter, data, cancellation);
        return new TransitionModel(data.Items, options, counter.ToMatrix(), counter.Tails);
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        scores.Clear();
        foreach ((int source, float weight) in Sources(query))
        {
            ReadOnlySpan<int> next = _counts.Columns(source);
            ReadOnlySpan<float> counts = _counts.Values(source);
            for (int i = 0; i < next.Length; i++)
            {
                scores[next[i]] += weight * counts[i];
            }
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        var contributions = new List<Contribution>();
        foreach ((int source, float weight) in Sources(query))
        {
            int at = _counts.Columns(source).BinarySearch(item);
            if (at >= 0)
            {
                contributions.Add(new Contribution(source, "often bought next", weight * _counts.Values(source)[at]));
            }
        }

        return Explanation.FromContributions(contributions);
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(Items, added.Items);
        int users = Math.Max(added.UserCount, _tails.Length / _options.Window);
        var counter = new TransitionCounter(added.ItemCount, _options.Window, users, _tails);
        counter.Add(_counts);
        Count(counter, added, cancellation);
        return new TransitionModel(added.Items, _options, counter.ToMatrix(), counter.Tails);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        MatrixFile.Put(file, "transitions", _counts);
        file.Put("tails", _tails);
        file.Write(stream);
    }

    private static TransitionModel Load(ModelFile file)
    {
        var options = file.GetOptions<TransitionOptions>();
        SparseMatrix counts = MatrixFile.Get(file, "transitions", file.Items.Count);
        int[] tails = file.Get<int>("tails", -1);
        if (counts.RowCount != file.Items.Count || tails.Length % options.Window != 0 || tails.AsSpan().ContainsAnyExceptInRange(-1, file.Items.Count - 1))
        {
            throw new ModelFileException("The transitions in the model file do not fit its products: the file is damaged.");
        }

        return new TransitionModel(file.Items, options, counts, tails);
    }

    private static void Count(TransitionCounter counter, InteractionData data, CancellationToken cancellation)
    {
        if (!data.HasOrder && data.UserItems.StoredCount > 0)
        {
            throw new KindredDataException("Transitions need to know in which order things were bought; the data has neither times nor an order. Import order times or a sequence file.");
        }

        for (int user = 0; user < data.UserCount && data.HasOrder; user++)
        {
            cancellation.ThrowIfCancellationRequested();
            counter.Add(user, data.Sequence(user));
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // The products a query is answered from, with 1/d over the number that follow them.
    private List<(int Item, float Weight)> Sources(RecommendationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sources = new List<(int, float)>();
        foreach (int item in query.Basket.Span)
        {
            AddSource(sources, item, 1);
        }

        ReadOnlySpan<int> history = query.History.Span;
        int distance = 0;
        for (int i = history.Length - 1; i >= 0 && query.Basket.IsEmpty && distance < _options.Recent; i--)
        {
            if ((uint)history[i] < (uint)Items.Count)
            {
                AddSource(sources, history[i], 1.0 / ++distance);
            }
        }

        return sources;
    }

    private void AddSource(List<(int Item, float Weight)> sources, int item, double weight)
    {
        if ((uint)item < (uint)Items.Count && _following[item] > 0)
        {
            sources.Add((item, (float)(weight / (_following[item] + _options.Shrink))));
        }
    }
}
