using Kindred.Domain;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Users of each pair of products: Xᵀ X for the 0/1 matrix X of users × products; the diagonal counts users of a product.</summary>
/// <remarks>Row by row (Gustavson, 1978) from the sparse matrix: the sum over users of squared history lengths. Rows are independent of threads.</remarks>
internal static class ItemGram
{
    /// <summary>The lower triangle of the dense matrix.</summary>
    public static SymmetricMatrix Dense(InteractionData data, TrainingOptions training, CancellationToken cancellation)
    {
        var gram = new SymmetricMatrix(data.ItemCount);
        var progress = new ProgressCounter(training.Progress, "counting pairs", data.ItemCount);
        SparseMatrix itemUsers = data.ItemUsers;
        Parallel.For(0, data.ItemCount, Options(training, cancellation), item =>
        {
            Span<float> row = gram.Row(item);
            foreach (int user in itemUsers.Columns(item))
            {
                foreach (int other in data.UserItems.Columns(user))
                {
                    if (other > item)
                    {
                        break;
                    }

                    row[other]++;
                }
            }

            progress.Step();
        });
        return gram;
    }

    /// <summary>All pairs with a common user, both triangles.</summary>
    /// <exception cref="KindredDataException">There are more than 2³¹ − 1 of them.</exception>
    public static SparseMatrix Sparse(InteractionData data, TrainingOptions training, CancellationToken cancellation)
    {
        var rows = new (int[] Columns, float[] Values)[data.ItemCount];
        var progress = new ProgressCounter(training.Progress, "counting pairs", data.ItemCount);
        SparseMatrix itemUsers = data.ItemUsers;
        Parallel.For(0, data.ItemCount, Options(training, cancellation), () => new float[data.ItemCount], (item, _, counts) =>
        {
            rows[item] = CountRow(itemUsers.Columns(item), data.UserItems, counts);
            progress.Step();
            return counts;
        }, _ => { });
        long pairs = rows.Sum(r => (long)r.Columns.Length);
        return pairs <= int.MaxValue
            ? SparseMatrix.FromRows(rows, data.ItemCount)
            : throw new KindredDataException($"{pairs:N0} pairs of products have a common user, more than fit in memory. Leave out rare products or very long histories.");
    }

    private static ParallelOptions Options(TrainingOptions training, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = ThreadCount.Resolve(training.Threads), CancellationToken = cancellation };

    private static (int[] Columns, float[] Values) CountRow(ReadOnlySpan<int> users, SparseMatrix userItems, float[] counts)
    {
        var met = new List<int>();
        foreach (int user in users)
        {
            foreach (int other in userItems.Columns(user))
            {
                if (counts[other]++ == 0)
                {
                    met.Add(other);
                }
            }
        }

        met.Sort();
        int[] columns = [.. met];
        var values = new float[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            values[i] = counts[columns[i]];
            counts[columns[i]] = 0;
        }

        return (columns, values);
    }
}
