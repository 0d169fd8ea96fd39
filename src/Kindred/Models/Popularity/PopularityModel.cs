using System.Globalization;
using System.Numerics.Tensors;
using Kindred.Domain;

namespace Kindred.Models;

/// <summary>Everyone gets what sells: overall, lately, or in his segment. The floor every other model must beat.</summary>
/// <remarks>
/// The score is the number of interactions (weights added), each halved for every half-life that passed before the latest interaction; within a
/// segment it is the segment's count plus <see cref="PopularityOptions.Shrink"/> × the overall share. Histories do not matter: an empty query is
/// answered like any other. Update is exact. Memory: 8 bytes a product and segment.
/// </remarks>
public sealed class PopularityModel : IRecommender
{
    private const double SecondsPerDay = 86_400;
    private readonly PopularityOptions _options;
    private readonly long _latest;

    // Counts by segment, row-major; row 0 is everyone, row s + 1 is segment s.
    private readonly double[] _counts;
    private readonly int _tables;

    // Times an overall count: what a segment's count is drawn by.
    private readonly double _prior;

    private PopularityModel(Vocabulary items, PopularityOptions options, long latest, double[] counts, int tables)
    {
        (Items, _options, _latest, _counts, _tables) = (items, options, latest, counts, tables);
        double total = TensorPrimitives.Sum<double>(counts.AsSpan(0, items.Count));
        _prior = total > 0 ? options.Shrink / total : 0;
    }

    /// <summary>The model's entry in <see cref="ModelRegistry"/>.</summary>
    public static ModelDefinition Definition { get; } =
        ModelDefinition.Create<PopularityOptions>("popularity", "best sellers: overall, recent or per segment", Train, Load, "most-popular");

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public Vocabulary Items { get; }

    /// <inheritdoc/>
    public UpdateKind UpdateKind => UpdateKind.Exact;

    /// <inheritdoc/>
    public long SizeBytes => 8L * _counts.Length;

    /// <summary>Counts the interactions.</summary>
    /// <exception cref="KindredDataException">Recent or segment popularity is asked of data without times or segments.</exception>
    public static PopularityModel Train(InteractionData data, PopularityOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        Require(data, options);
        int tables = options.PerSegment ? Math.Max(1, data.UserSegments.Span.Length == 0 ? 1 : Max(data.UserSegments.Span) + 2) : 1;
        var counts = new double[tables * data.ItemCount];
        long latest = options.HalfLifeDays > 0 ? Latest(data) : 0;
        for (int user = 0; user < data.UserCount; user++)
        {
            cancellation.ThrowIfCancellationRequested();
            Count(data, user, options, latest, counts.AsSpan(0, data.ItemCount));
            if (options.PerSegment && data.UserSegments.Span[user] is >= 0 and var segment)
            {
                Count(data, user, options, latest, counts.AsSpan((segment + 1) * data.ItemCount, data.ItemCount));
            }
        }

        return new PopularityModel(data.Items, options, latest, counts, tables);
    }

    /// <inheritdoc/>
    public void ScoreAll(RecommendationQuery query, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = (float)ScoreOf(query, item);
        }
    }

    /// <inheritdoc/>
    public void Score(RecommendationQuery query, ReadOnlySpan<int> items, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            scores[i] = (uint)items[i] < (uint)Items.Count ? (float)ScoreOf(query, items[i]) : float.NaN;
        }
    }

    /// <inheritdoc/>
    public Explanation Explain(RecommendationQuery query, int item)
    {
        ArgumentNullException.ThrowIfNull(query);
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        int table = TableOf(query);
        double overall = _prior * _counts[item];
        return table == 0
            ? Explanation.FromContributions([new Contribution(null, "popularity", _counts[item])])
            : Explanation.FromContributions([
                new Contribution(null, "popularity in the segment", _counts[(table * Items.Count) + item]), new Contribution(null, "popularity", overall)]);
    }

    /// <inheritdoc/>
    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        InteractionMerge.RequireExtension(Items, added.Items);
        PopularityModel news = Train(added, _options, training, cancellation);
        int tables = Math.Max(_tables, news._tables);
        long latest = Math.Max(_latest, news._latest);
        var counts = new double[tables * added.ItemCount];
        AddTo(counts, added.ItemCount, this, latest);
        AddTo(counts, added.ItemCount, news, latest);
        return new PopularityModel(added.Items, _options, latest, counts, tables);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Name, Items);
        file.PutOptions(_options);
        file.Put("latest", _latest.ToString(CultureInfo.InvariantCulture));
        file.Put("counts", _counts, _tables, Items.Count);
        file.Write(stream);
    }

    private static PopularityModel Load(ModelFile file)
    {
        var options = file.GetOptions<PopularityOptions>();
        if (!long.TryParse(file.Text("latest"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long latest))
        {
            throw new ModelFileException("The time in the model file is not a number: the file is damaged.");
        }

        double[] counts = file.Get<double>("counts", -1, file.Items.Count);
        return new PopularityModel(file.Items, options, latest, counts, file.Items.Count == 0 ? 1 : counts.Length / file.Items.Count);
    }

    private static void Require(InteractionData data, PopularityOptions options)
    {
        if (options.HalfLifeDays > 0 && !data.HasTimes && data.UserItems.StoredCount > 0)
        {
            throw new KindredDataException("Recent popularity needs the time of every interaction; the data has none. Set half-life-days=0 or import order times.");
        }

        if (options.PerSegment && data.UserSegments.Length != data.UserCount)
        {
            throw new KindredDataException(
                $"Popularity per segment needs a segment for each of the {data.UserCount:N0} users; {data.UserSegments.Length:N0} are given. Set per-segment=false or give segments.");
        }
    }

    private static void Count(InteractionData data, int user, PopularityOptions options, long latest, Span<double> counts)
    {
        if (options.HalfLifeDays > 0)
        {
            ReadOnlySpan<int> items = data.Sequence(user);
            ReadOnlySpan<long> times = data.UnixSeconds(user);
            for (int i = 0; i < items.Length; i++)
            {
                counts[items[i]] += Decay(latest - times[i], options);
            }

            return;
        }

        ReadOnlySpan<int> columns = data.UserItems.Columns(user);
        for (int i = 0; i < columns.Length; i++)
        {
            counts[columns[i]] += data.UserItems.Values(user)[i];
        }
    }

    private static double Decay(long seconds, PopularityOptions options) => double.Exp2(-seconds / (SecondsPerDay * options.HalfLifeDays));

    private static long Latest(InteractionData data)
    {
        long latest = long.MinValue;
        for (int user = 0; user < data.UserCount; user++)
        {
            ReadOnlySpan<long> times = data.UnixSeconds(user);
            latest = times.IsEmpty ? latest : Math.Max(latest, times[^1]);
        }

        return latest;
    }

    private static void AddTo(double[] counts, int itemCount, PopularityModel model, long latest)
    {
        double decay = model._options.HalfLifeDays > 0 ? Decay(latest - model._latest, model._options) : 1;
        for (int table = 0; table < model._tables; table++)
        {
            Span<double> target = counts.AsSpan(table * itemCount, model.Items.Count);
            TensorPrimitives.MultiplyAdd(model._counts.AsSpan(table * model.Items.Count, model.Items.Count), decay, target, target);
        }
    }

    private static int Max(ReadOnlySpan<int> values) => TensorPrimitives.Max(values);

    private int TableOf(RecommendationQuery query) => query.Segment is >= 0 and var segment && segment + 1 < _tables ? segment + 1 : 0;

    private double ScoreOf(RecommendationQuery query, int item)
    {
        int table = TableOf(query);
        return table == 0 ? _counts[item] : _counts[(table * Items.Count) + item] + (_prior * _counts[item]);
    }
}
