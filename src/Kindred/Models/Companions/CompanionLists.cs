using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Finds the companions of products in baskets.</summary>
/// <remarks>Row by row from the sparse matrices, so that memory is that of the result: at most <see cref="CompanionDefinition.MaxCompanions"/> a product.</remarks>
public static class CompanionLists
{
    /// <summary>Products × products: row a holds the companions of a and their strengths.</summary>
    /// <param name="baskets">Baskets as users; weights and order are not used.</param>
    /// <param name="definition">What counts as a companion.</param>
    /// <param name="training">Threads; they do not change the result.</param>
    /// <param name="isAsked">Which product rows' companions are wanted, the other rows being empty; null for all.</param>
    /// <param name="isCandidate">Which product rows may be companions; null for all.</param>
    /// <param name="cancellation">Stops the counting.</param>
    public static SparseMatrix Find(
        InteractionData baskets, CompanionDefinition definition, TrainingOptions training, Func<int, bool>? isAsked = null, Func<int, bool>? isCandidate = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baskets);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(training);
        ModelOptions.Validate(definition);
        var rows = new (int[] Columns, float[] Values)[baskets.ItemCount];
        var progress = new ProgressCounter(training.Progress, "finding companions", rows.Length);
        SparseMatrix itemUsers = baskets.ItemUsers;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(training.Threads), CancellationToken = cancellation };
        Parallel.For(0, rows.Length, parallel, () => new Worker(baskets, itemUsers, definition, isCandidate), (item, _, worker) =>
        {
            rows[item] = isAsked?.Invoke(item) == false ? ([], []) : worker.Row(item);
            progress.Step();
            return worker;
        }, static _ => { });
        return SparseMatrix.FromRows(rows, rows.Length);
    }

    private sealed class Worker(InteractionData baskets, SparseMatrix itemUsers, CompanionDefinition definition, Func<int, bool>? isCandidate)
    {
        private readonly int[] _counts = new int[baskets.ItemCount];
        private readonly List<int> _met = [];
        private readonly TopK _strongest = new(Math.Min(definition.MaxCompanions, baskets.ItemCount));

        public (int[] Columns, float[] Values) Row(int item)
        {
            Count(item);
            foreach (int other in _met)
            {
                double strength = Strength(item, other);
                if (strength > 0 && isCandidate?.Invoke(other) != false)
                {
                    _strongest.Add(other, (float)strength);
                }

                _counts[other] = 0;
            }

            _met.Clear();
            return Ascending();
        }

        private void Count(int item)
        {
            foreach (int basket in itemUsers.Columns(item))
            {
                foreach (int other in baskets.UserItems.Columns(basket))
                {
                    if (other != item && _counts[other]++ == 0)
                    {
                        _met.Add(other);
                    }
                }
            }
        }

        // 0 for what is no companion.
        private double Strength(int item, int other)
        {
            double together = _counts[other];
            double lift = together * baskets.UserCount / ((double)itemUsers.CountInRow(item) * itemUsers.CountInRow(other));
            return together >= definition.MinPairCount && lift >= definition.MinLift ? together * Math.Log(lift) : 0;
        }

        private (int[] Columns, float[] Values) Ascending()
        {
            var columns = new int[_strongest.Count];
            var values = new float[columns.Length];
            _strongest.Drain(columns, values);
            Array.Sort(columns, values);
            return (columns, values);
        }
    }
}
