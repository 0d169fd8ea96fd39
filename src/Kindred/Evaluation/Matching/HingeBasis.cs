namespace Kindred.Evaluation;

/// <summary>Turns each feature into pieces, so that a linear model can bend: x and max(0, x − q) at quantiles q of the training data, all standardised.</summary>
internal sealed class HingeBasis
{
    private static readonly double[] Shares = [0.2, 0.4, 0.6, 0.8, 0.9];

    private readonly (int Feature, double Knot)[] _columns;
    private readonly double[] _means;
    private readonly double[] _deviations;

    private HingeBasis((int Feature, double Knot)[] columns, double[] means, double[] deviations) => (_columns, _means, _deviations) = (columns, means, deviations);

    public int Count => _columns.Length;

    /// <summary>Chooses the pieces from training rows, at least one; pieces that do not vary are left out.</summary>
    public static HingeBasis Learn(double[][] rows) => Learn(rows, Shares);

    /// <summary>Standardises the features and adds no pieces.</summary>
    public static HingeBasis Linear(double[][] rows) => Learn(rows, []);

    /// <summary>The pieces of a row.</summary>
    public double[] Apply(double[] row) => [.. _columns.Select((c, i) => (Piece(row, c) - _means[i]) / _deviations[i])];

    private static HingeBasis Learn(double[][] rows, double[] shares)
    {
        var columns = new List<(int Feature, double Knot)>();
        for (int f = 0; f < rows[0].Length; f++)
        {
            double[] ascending = [.. rows.Select(r => r[f]).Order()];
            columns.Add((f, double.NegativeInfinity));
            columns.AddRange(shares.Select(s => ascending[(int)(s * (ascending.Length - 1))]).Distinct().Where(q => q > ascending[0] && q < ascending[^1]).Select(q => (f, q)));
        }

        (double Mean, double Deviation)[] moments = [.. columns.Select(c => Moments([.. rows.Select(r => Piece(r, c))]))];
        int[] kept = [.. Enumerable.Range(0, columns.Count).Where(c => moments[c].Deviation > 1e-9)];
        return new HingeBasis([.. kept.Select(c => columns[c])], [.. kept.Select(c => moments[c].Mean)], [.. kept.Select(c => moments[c].Deviation)]);
    }

    private static double Piece(double[] row, (int Feature, double Knot) column) =>
        double.IsNegativeInfinity(column.Knot) ? row[column.Feature] : Math.Max(0, row[column.Feature] - column.Knot);

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }
}
