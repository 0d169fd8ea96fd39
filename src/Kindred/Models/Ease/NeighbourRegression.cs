using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>The sparse form of EASE: each product's column of weights by ridge regression on its nearest products only.</summary>
/// <remarks>
/// Column j of EASE's B minimises ‖X_j − X b‖² + λ ‖b‖² with b_j = 0 (Steck, 2019, section 3). Here b may differ from 0 only at the k products nearest
/// to j by cosine of their users, as in SLIM with neighbourhoods (fsSLIM; Ning &amp; Karypis, 2011); with k = all products it is EASE itself.
/// Work: n (k³ / 3 + the pairs of its neighbours). Scratch a thread: 4 k² + 4 n bytes.
/// </remarks>
internal static class NeighbourRegression
{
    /// <summary>B as a sparse matrix: row i holds the weights from product i.</summary>
    public static SparseMatrix Solve(SparseMatrix gram, EaseOptions options, TrainingOptions training, CancellationToken cancellation)
    {
        int n = gram.RowCount;
        var counts = new float[n];
        for (int item = 0; item < n; item++)
        {
            int self = gram.Columns(item).BinarySearch(item);
            counts[item] = self < 0 ? 0 : gram.Values(item)[self];
        }

        var columns = new (int[] Columns, float[] Values)[n];
        var progress = new ProgressCounter(training.Progress, "solving products", n);
        ParallelRows.For(n, training.Threads, () => new Worker(gram, counts, options), (item, worker) =>
        {
            columns[item] = worker.Column(item);
            progress.Step();
        }, cancellation);
        return SparseMatrix.FromRows(columns, n).Transpose();
    }

    private sealed class Worker
    {
        private readonly SparseMatrix _gram;
        private readonly float[] _counts;
        private readonly double _regularization;
        private readonly TopK _nearest;
        private readonly float[] _system;
        private readonly int[] _position;

        public Worker(SparseMatrix gram, float[] counts, EaseOptions options)
        {
            (_gram, _counts, _regularization) = (gram, counts, options.Regularization);
            int k = Math.Min(options.Neighbors, gram.RowCount);
            _nearest = new TopK(k);
            _system = new float[k * k];
            _position = new int[gram.RowCount];
            _position.AsSpan().Fill(-1);
        }

        public (int[] Columns, float[] Values) Column(int item)
        {
            int[] neighbours = Nearest(item);
            for (int a = 0; a < neighbours.Length; a++)
            {
                _position[neighbours[a]] = a;
            }

            var weights = new float[neighbours.Length];
            Fill(neighbours, item, weights);
            foreach (int neighbour in neighbours)
            {
                _position[neighbour] = -1;
            }

            if (!Cholesky.TryFactor<float>(_system, neighbours.Length, neighbours.Length))
            {
                throw EaseModel.NotPositive(_regularization);
            }

            Cholesky.Solve<float>(_system, neighbours.Length, neighbours.Length, weights);
            return (neighbours, weights);
        }

        private int[] Nearest(int item)
        {
            ReadOnlySpan<int> others = _gram.Columns(item);
            ReadOnlySpan<float> common = _gram.Values(item);
            for (int i = 0; i < others.Length; i++)
            {
                if (others[i] != item)
                {
                    _nearest.Add(others[i], common[i] / MathF.Sqrt(_counts[others[i]]));
                }
            }

            int[] nearest = _nearest.Drain().Rows.ToArray();
            Array.Sort(nearest);
            return nearest;
        }

        // The lower triangle of the neighbours' own counts plus λ, and their counts with the product.
        private void Fill(int[] neighbours, int item, float[] right)
        {
            int k = neighbours.Length;
            _system.AsSpan(0, k * k).Clear();
            for (int a = 0; a < k; a++)
            {
                ReadOnlySpan<int> others = _gram.Columns(neighbours[a]);
                ReadOnlySpan<float> common = _gram.Values(neighbours[a]);
                for (int i = 0; i < others.Length && others[i] <= neighbours[a]; i++)
                {
                    int b = _position[others[i]];
                    if (b >= 0)
                    {
                        _system[(a * k) + b] = common[i];
                    }
                }

                _system[(a * k) + a] += (float)_regularization;
                right[a] = common[others.BinarySearch(item)];
            }
        }
    }
}
