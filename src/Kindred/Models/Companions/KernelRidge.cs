using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Ridge regression in its dual form: which mixture of known rows stands for a new row, whatever the targets are.</summary>
/// <remarks>
/// With X the known rows × features, the prediction for features q of targets Y is α · Y with (X Xᵀ + λ I) α = X q (Saunders, Gammerman &amp; Vovk,
/// "Ridge regression learning algorithm in dual variables", ICML 1998). Solved for each q by conjugate gradients (Hestenes &amp; Stiefel, 1952) on the
/// sparse X, so that no matrix of rows × rows is ever made: a step costs two passes over the stored values of X. Sums are kept in double. Thread-safe.
/// </remarks>
internal sealed class KernelRidge
{
    // Far below what could change a ranking; reached in 10 to 50 steps on product titles.
    private const double RelativeResidual = 1e-5;
    private const int MaxSteps = 1_000;

    private readonly SparseMatrix _rows;
    private readonly SparseMatrix _byFeature;
    private readonly double _regularization;

    /// <summary>Prepares regression on known rows.</summary>
    /// <param name="rows">X, known rows × features.</param>
    /// <param name="regularization">λ, above 0.</param>
    public KernelRidge(SparseMatrix rows, double regularization)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(regularization);
        (_rows, _byFeature, _regularization) = (rows, rows.Transpose(), regularization);
    }

    /// <summary>α, one weight a known row; all 0 for a row that shares no feature with them.</summary>
    /// <param name="columns">Features of the new row.</param>
    /// <param name="values">The value of each.</param>
    public double[] Solve(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var alpha = new double[_rows.RowCount];
        double[] residual = KernelOf(columns, values);
        double[] direction = [.. residual];
        var features = new double[_rows.ColumnCount];
        var product = new double[alpha.Length];
        double square = Dot(residual, residual);
        double enough = square * RelativeResidual * RelativeResidual;
        for (int step = 0; step < MaxSteps && square > enough; step++)
        {
            Multiply(direction, features, product);
            double length = square / Dot(direction, product);
            for (int i = 0; i < alpha.Length; i++)
            {
                alpha[i] += length * direction[i];
                residual[i] -= length * product[i];
            }

            double next = Dot(residual, residual);
            double share = next / square;
            square = next;
            for (int i = 0; i < alpha.Length; i++)
            {
                direction[i] = residual[i] + (share * direction[i]);
            }
        }

        return alpha;
    }

    // X q, through the rows that have a feature of q.
    private double[] KernelOf(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var kernel = new double[_rows.RowCount];
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<int> rows = _byFeature.Columns(columns[i]);
            ReadOnlySpan<float> weights = _byFeature.Values(columns[i]);
            for (int r = 0; r < rows.Length; r++)
            {
                kernel[rows[r]] += (double)values[i] * weights[r];
            }
        }

        return kernel;
    }

    // product = X (Xᵀ v) + λ v.
    private void Multiply(double[] v, double[] features, double[] product)
    {
        Array.Clear(features);
        for (int row = 0; row < v.Length; row++)
        {
            ReadOnlySpan<int> columns = _rows.Columns(row);
            ReadOnlySpan<float> values = _rows.Values(row);
            for (int i = 0; i < columns.Length; i++)
            {
                features[columns[i]] += v[row] * values[i];
            }
        }

        for (int row = 0; row < v.Length; row++)
        {
            ReadOnlySpan<int> columns = _rows.Columns(row);
            ReadOnlySpan<float> values = _rows.Values(row);
            double sum = _regularization * v[row];
            for (int i = 0; i < columns.Length; i++)
            {
                sum += features[columns[i]] * values[i];
            }

            product[row] = sum;
        }
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);
}
