using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Adds up which product follows which, user by user, going on from where each user's earlier interactions ended.</summary>
internal sealed class TransitionCounter
{
    private readonly int _window;
    private readonly Dictionary<int, double>[] _next;

    public TransitionCounter(int itemCount, int window, int userCount, ReadOnlySpan<int> earlierTails)
    {
        _window = window;
        _next = new Dictionary<int, double>[itemCount];
        Tails = new int[userCount * window];
        Tails.AsSpan().Fill(-1);
        earlierTails.CopyTo(Tails);
    }

    /// <summary>The last products of each user, <c>window</c> a user, oldest first, −1 where there are fewer.</summary>
    public int[] Tails { get; }

    /// <summary>Adds counts made earlier.</summary>
    public void Add(SparseMatrix counts)
    {
        for (int row = 0; row < counts.RowCount; row++)
        {
            for (int i = 0; i < counts.CountInRow(row); i++)
            {
                Count(row, counts.Columns(row)[i], counts.Values(row)[i]);
            }
        }
    }

    /// <summary>Adds the next interactions of a user.</summary>
    public void Add(int user, ReadOnlySpan<int> sequence)
    {
        Span<int> tail = Tails.AsSpan(user * _window, _window);
        foreach (int item in sequence)
        {
            for (int distance = 1; distance <= _window; distance++)
            {
                int before = tail[_window - distance];
                if (before >= 0 && before != item)
                {
                    Count(before, item, 1.0 / distance);
                }
            }

            tail[1..].CopyTo(tail);
            tail[^1] = item;
        }
    }

    /// <summary>The counts as a products × products matrix.</summary>
    public SparseMatrix ToMatrix()
    {
        var offsets = new int[_next.Length + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (int row = 0; row < _next.Length; row++)
        {
            foreach ((int column, double count) in (_next[row] ?? []).OrderBy(n => n.Key))
            {
                columns.Add(column);
                values.Add((float)count);
            }

            offsets[row + 1] = columns.Count;
        }

        return new SparseMatrix(_next.Length, _next.Length, offsets, [.. columns], [.. values]);
    }

    private void Count(int before, int item, double weight) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_next[before] ??= [], item, out _) += weight;
}
