using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Multinomial logistic regression, learned text by text with AdaGrad's step sizes (Duchi, Hazan &amp; Singer, 2011): rare columns keep large steps.</summary>
internal sealed class SoftmaxRegression
{
    private const int Epochs = 15;
    private const double Rate = 0.5;
    private const double Penalty = 1e-6;

    private readonly int _labels;
    private readonly double[] _weights; // column after column, a weight for each label
    private readonly double[] _squares;

    private SoftmaxRegression(int columns, int labels)
    {
        _labels = labels;
        _weights = new double[(columns + 1) * labels];
        _squares = new double[_weights.Length];
    }

    /// <summary>Learns from rows of about length 1.</summary>
    public static SoftmaxRegression Fit(SparseMatrix rows, IReadOnlyList<int> labels, int labelCount, ulong seed, CancellationToken cancellation)
    {
        var model = new SoftmaxRegression(rows.ColumnCount, labelCount);
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        var probabilities = new double[labelCount];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            new RandomStream(seed, (ulong)epoch).Shuffle<int>(order);
            foreach (int row in order)
            {
                model.Learn(rows.Columns(row), rows.Values(row), labels[row], probabilities);
            }
        }

        return model;
    }

    /// <summary>The likeliest label of a row; of equal ones the first.</summary>
    public int Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var scores = new double[_labels];
        Score(columns, values, scores);
        return Array.IndexOf(scores, scores.Max());
    }

    private void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        _weights.AsSpan(_weights.Length - _labels).CopyTo(scores);
        for (int i = 0; i < columns.Length; i++)
        {
            for (int label = 0; label < _labels; label++)
            {
                scores[label] += values[i] * _weights[(columns[i] * _labels) + label];
            }
        }
    }

    private void Learn(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, int answer, double[] scores)
    {
        Score(columns, values, scores);
        double highest = scores.Max();
        double sum = scores.Sum(s => Math.Exp(s - highest));
        for (int label = 0; label < _labels; label++)
        {
            double error = (Math.Exp(scores[label] - highest) / sum) - (label == answer ? 1 : 0);
            for (int i = 0; i < columns.Length; i++)
            {
                Move((columns[i] * _labels) + label, error * values[i]);
            }

            Move(_weights.Length - _labels + label, error);
        }
    }

    private void Move(int at, double gradient)
    {
        double slope = gradient + (Penalty * _weights[at]);
        _squares[at] += slope * slope;
        _weights[at] -= slope == 0 ? 0 : Rate * slope / Math.Sqrt(_squares[at]);
    }
}
