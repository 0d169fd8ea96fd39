using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Logistic regression with a quadratic penalty, fitted by Newton's method (iteratively reweighted least squares).</summary>
/// <remarks>Minimises Σ −ln P(label) + λ/2 ‖w‖², the intercept being free. Work: rows × columns² an iteration, about ten iterations.</remarks>
internal sealed class LogisticRegression
{
    private const int MostIterations = 50;
    private const double Tolerance = 1e-6;
    private const double LeastCurvature = 1e-6;

    private readonly double[] _weights;

    private LogisticRegression(double[] weights) => _weights = weights;

    /// <summary>Fits rows, all of one length, and their labels.</summary>
    public static LogisticRegression Fit(double[][] rows, bool[] labels, double penalty, int threads, CancellationToken cancellation)
    {
        // The last column is the intercept.
        double[][] x = [.. rows.Select(r => (double[])[.. r, 1])];
        var weights = new double[x[0].Length];
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] step = NewtonStep(x, labels, weights, penalty, threads);
            TensorPrimitives.Add(weights, step, weights);
            if (TensorPrimitives.MaxMagnitude<double>(step) is > -Tolerance and < Tolerance)
            {
                break;
            }
        }

        return new LogisticRegression(weights);
    }

    /// <summary>The probability of a row, kept strictly between 0 and 1.</summary>
    public double Probability(double[] row) => Math.Clamp(Sigmoid(TensorPrimitives.Dot<double>(row, _weights.AsSpan(0, row.Length)) + _weights[^1]), 1e-9, 1 - 1e-9);

    // H⁻¹ g of the penalised log-likelihood.
    private static double[] NewtonStep(double[][] x, bool[] labels, double[] weights, double penalty, int threads)
    {
        int n = weights.Length;
        double[] probabilities = [.. x.Select(row => Sigmoid(TensorPrimitives.Dot<double>(row, weights)))];
        var gradient = new double[n];
        for (int i = 0; i < x.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(x[i], (labels[i] ? 1 : 0) - probabilities[i], gradient, gradient);
        }

        var hessian = new double[n * n];
        Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads) }, row =>
        {
            Span<double> line = hessian.AsSpan(row * n, row + 1);
            for (int i = 0; i < x.Length; i++)
            {
                double curvature = Math.Max(LeastCurvature, probabilities[i] * (1 - probabilities[i]));
                TensorPrimitives.MultiplyAdd(x[i].AsSpan(0, row + 1), curvature * x[i][row], line, line);
            }
        });
        for (int i = 0; i < n - 1; i++)
        {
            gradient[i] -= penalty * weights[i];
            hessian[(i * n) + i] += penalty;
        }

        if (!Cholesky.TryFactor<double>(hessian, n, n))
        {
            throw new InvalidOperationException($"The curvature of the regression is not positive definite with a penalty of {penalty}; raise the penalty.");
        }

        Cholesky.Solve<double>(hessian, n, n, gradient);
        return gradient;
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
}
