using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Companions of a product from its title alone: products of similar title lend it theirs, in shares that are learned.</summary>
/// <remarks>
/// Each product with companions is a lender: its row of targets holds, for each companion, the square root of count × ln lift, scaled to unit length
/// and to √(baskets / <see cref="TitleCompanionOptions.TrustedBaskets"/>) where it has few baskets. The shares are those of ridge regression in dual
/// form (<see cref="KernelRidge"/>) on <see cref="TitleFeatures"/>: they depend on how alike the lenders are among themselves too, so twenty lenders
/// of one series do not count twenty times. score(j) = Σ over lenders i of share(i) × target(i, j): exact to explain. Training is one pass over the
/// baskets and the titles, without chance; a new title takes milliseconds. Immutable and thread-safe.
/// </remarks>
public sealed class TitleCompanionModel
{
    private const string Kind = "title-companions";

    private readonly TitleCompanionOptions _options;
    private readonly TitleFeatures _features;
    private readonly int[] _lenders;
    private readonly SparseMatrix _rows;
    private readonly SparseMatrix _targets;
    private readonly KernelRidge _regression;

    private TitleCompanionModel(Vocabulary items, TitleCompanionOptions options, TitleFeatures features, int[] lenders, SparseMatrix rows, SparseMatrix targets)
    {
        (Items, _options, _features, _lenders, _rows, _targets) = (items, options, features, lenders, rows, targets);
        _regression = new KernelRidge(rows, options.Regularization);
    }

    /// <summary>The products that can be companions.</summary>
    public Vocabulary Items { get; }

    /// <summary>What was learned and how.</summary>
    public TitleCompanionOptions Options => _options;

    /// <summary>Number of products with companions of their own, who lend them.</summary>
    public int LenderCount => _lenders.Length;

    /// <summary>Bytes of the arrays, the words of features not counted.</summary>
    public long SizeBytes => (2 * MatrixFile.SizeBytes(_rows)) + MatrixFile.SizeBytes(_targets) + (4L * _lenders.Length);

    /// <summary>Learns from baskets and titles.</summary>
    /// <param name="baskets">Baskets as users; weights and order are not used.</param>
    /// <param name="titles">The title of each product row; null or empty where there is none: such a product can be a companion, but lends nothing.</param>
    /// <param name="options">What is learned and how.</param>
    /// <param name="training">Threads and progress; neither changes the result, and there is no chance in it.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="KindredDataException">Options are outside their ranges.</exception>
    public static TitleCompanionModel Train(
        InteractionData baskets, IReadOnlyList<string?> titles, TitleCompanionOptions options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(titles);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNotEqual(titles.Count, baskets.ItemCount);
        ModelOptions.Validate(options);
        SparseMatrix companions = CompanionLists.Find(baskets, options, training, cancellation: cancellation);
        var features = TitleFeatures.Fit([.. titles.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!)]);
        int[] lenders = [.. Enumerable.Range(0, titles.Count).Where(i => companions.CountInRow(i) > 0 && !string.IsNullOrWhiteSpace(titles[i]))];
        var rows = SparseMatrix.FromRows([.. lenders.Select(i => WithPrior(features.Row(titles[i]!), features.Count, options))], features.Count + 1);
        var targets = SparseMatrix.FromRows([.. lenders.Select(i => Target(companions, i, Trust(baskets, i, options)))], baskets.ItemCount);
        return new TitleCompanionModel(baskets.Items, options, features, lenders, rows, targets);
    }

    /// <summary>Scores every product as a companion of a title; 0 is the score of what no lender has.</summary>
    /// <param name="title">The title of a product the model need not know.</param>
    /// <param name="scores">One score a product of <see cref="Items"/>.</param>
    public void ScoreAll(string title, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        double[] shares = Shares(RowOf(title));
        scores.Clear();
        for (int lender = 0; lender < shares.Length; lender++)
        {
            ReadOnlySpan<int> columns = _targets.Columns(lender);
            ReadOnlySpan<float> values = _targets.Values(lender);
            for (int i = 0; i < columns.Length; i++)
            {
                scores[columns[i]] += (float)(shares[lender] * values[i]);
            }
        }
    }

    /// <summary>The best companions of a title: those of positive score, best first.</summary>
    /// <param name="title">The title of a product the model need not know.</param>
    /// <param name="k">Most products returned, at least 0.</param>
    public ScoredList Rank(string title, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var scores = new float[Items.Count];
        ScoreAll(title, scores);
        ScoredList best = TopK.Select(scores, k);
        int positive = best.Scores.ToArray().TakeWhile(s => s > 0).Count();
        return new ScoredList(best.Rows[..positive].ToArray(), best.Scores[..positive].ToArray());
    }

    /// <summary>Why a product is a companion of a title: the lenders, and which words of their titles it shares.</summary>
    /// <param name="title">The title.</param>
    /// <param name="item">The product row of the companion.</param>
    public Explanation Explain(string title, int item)
    {
        ArgumentNullException.ThrowIfNull(title);
        if ((uint)item >= (uint)Items.Count)
        {
            return Explanation.Unknown;
        }

        (int[] Columns, float[] Values) row = RowOf(title);
        double[] shares = Shares(row);
        return Explanation.FromContributions(Enumerable.Range(0, shares.Length)
            .Select(lender => (Lender: lender, Amount: shares[lender] * Target(lender, item)))
            .Where(c => c.Amount != 0)
            .Select(c => new Contribution(_lenders[c.Lender], Reason(row, c.Lender), c.Amount)));
    }

    /// <summary>Writes the model; equal models give equal bytes.</summary>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Kind, Items);
        file.PutOptions(_options);
        file.Put("lenders", _lenders);
        _features.Put(file);
        MatrixFile.Put(file, "rows", _rows);
        MatrixFile.Put(file, "targets", _targets);
        file.Write(stream);
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds another kind of model.</exception>
    public static TitleCompanionModel Load(Stream stream)
    {
        var file = ModelFile.Read(stream);
        if (file.Kind != Kind)
        {
            throw new ModelFileException($"The file holds a model of the kind '{file.Kind}', not '{Kind}'.");
        }

        var features = TitleFeatures.Get(file);
        SparseMatrix rows = MatrixFile.Get(file, "rows", features.Count + 1);
        SparseMatrix targets = MatrixFile.Get(file, "targets", file.Items.Count);
        int[] lenders = file.Get<int>("lenders", rows.RowCount);
        return targets.RowCount == rows.RowCount && lenders.All(l => (uint)l < (uint)file.Items.Count)
            ? new TitleCompanionModel(file.Items, file.GetOptions<TitleCompanionOptions>(), features, lenders, rows, targets)
            : throw new ModelFileException("The lenders of the model file do not fit its products: the file is damaged.");
    }

    /// <summary>The model that the same training with another λ gives; it shares the arrays of this one.</summary>
    /// <param name="regularization">λ.</param>
    internal TitleCompanionModel WithRegularization(double regularization) =>
        new(Items, _options with { Regularization = regularization }, _features, _lenders, _rows, _targets);

    private (int[] Columns, float[] Values) RowOf(string title) => WithPrior(_features.Row(title), _features.Count, _options);

    private double[] Shares((int[] Columns, float[] Values) row) => _regression.Solve(row.Columns, row.Values);

    private float Target(int lender, int item)
    {
        int at = _targets.Columns(lender).BinarySearch(item);
        return at < 0 ? 0 : _targets.Values(lender)[at];
    }

    private string Reason((int[] Columns, float[] Values) row, int lender)
    {
        string[] shared = [.. _features.Shared(row.Columns, _rows.Columns(lender)).Take(3)];
        return shared.Length == 0 ? "companion of many products" : $"lends its companions: {string.Join(", ", shared)}";
    }

    private static double Trust(InteractionData baskets, int item, TitleCompanionOptions options) =>
        Math.Min(1, Math.Sqrt((double)baskets.ItemUsers.CountInRow(item) / options.TrustedBaskets));

    private static (int[] Columns, float[] Values) Target(SparseMatrix companions, int item, double trust)
    {
        ReadOnlySpan<float> strengths = companions.Values(item);
        double length = 0;
        foreach (float strength in strengths)
        {
            length += strength;
        }

        // The squares of square roots add up to the strengths themselves.
        double scale = trust / Math.Sqrt(length);
        return (companions.Columns(item).ToArray(), [.. strengths.ToArray().Select(s => (float)(Math.Sqrt(s) * scale))]);
    }

    // A feature that every title has, behind the others: the kernel of two titles that share nothing is its square.
    private static (int[] Columns, float[] Values) WithPrior((int[] Columns, float[] Values) row, int column, TitleCompanionOptions options) =>
        options.PriorSimilarity == 0 ? row : ([.. row.Columns, column], [.. row.Values, (float)Math.Sqrt(options.PriorSimilarity)]);
}
