using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;
using static TorchSharp.torch;

namespace Kindred.Neural.Associations;

/// <summary>What a companion encoder is to predict: for each product the shares of its companions. Products are numbered among those with a title.</summary>
internal sealed class CompanionShares
{
    private readonly int[] _known;
    private readonly int[][] _companions;
    private readonly float[][] _shares;

    private CompanionShares(int[] known, int[][] companions, float[][] shares, float[] weights)
    {
        (_known, _companions, _shares, Weights) = (known, companions, shares, weights);
        Anchors = [.. Enumerable.Range(0, known.Length).Where(i => companions[i].Length > 0)];
        var popularity = new float[known.Length];
        foreach (int anchor in Anchors)
        {
            for (int c = 0; c < companions[anchor].Length; c++)
            {
                popularity[companions[anchor][c]] += shares[anchor][c];
            }
        }

        LogPopularity = Array.ConvertAll(popularity, p => MathF.Log(1 + p));
    }

    /// <summary>The products with companions.</summary>
    public int[] Anchors { get; }

    /// <summary>How much each product counts: √(baskets / trusted baskets), at most 1.</summary>
    public float[] Weights { get; }

    /// <summary>ln(1 + sum of the shares) of each product: where the softmax starts.</summary>
    public float[] LogPopularity { get; }

    /// <summary>Finds companions among the products with a title.</summary>
    /// <exception cref="KindredDataException">No product has any.</exception>
    public static CompanionShares Find(InteractionData baskets, int[] known, TitleCompanionOptions definition, CancellationToken cancellation)
    {
        var place = new int[baskets.ItemCount];
        Array.Fill(place, -1);
        for (int i = 0; i < known.Length; i++)
        {
            place[known[i]] = i;
        }

        SparseMatrix companions = CompanionLists.Find(baskets, definition, new TrainingOptions(), row => place[row] >= 0, row => place[row] >= 0, cancellation);
        if (companions.StoredCount == 0)
        {
            throw new KindredDataException("No two products with titles are bought together often enough to learn from. Lower the limits of what counts as a companion, or bring more orders.");
        }

        return new CompanionShares(
            known,
            [.. known.Select(row => Array.ConvertAll(companions.Columns(row).ToArray(), c => place[c]))],
            [.. known.Select(row => Shares(companions.Values(row)))],
            [.. known.Select(row => (float)Math.Min(1, Math.Sqrt((double)baskets.ItemUsers.CountInRow(row) / definition.TrustedBaskets)))]);
    }

    /// <summary>The shares of some products' companions, float32 [products asked × products].</summary>
    public Tensor Targets(int[] anchors)
    {
        var targets = new float[anchors.Length * _known.Length];
        for (int row = 0; row < anchors.Length; row++)
        {
            for (int c = 0; c < _companions[anchors[row]].Length; c++)
            {
                targets[(row * _known.Length) + _companions[anchors[row]][c]] = _shares[anchors[row]][c];
            }
        }

        return tensor(targets, [anchors.Length, _known.Length]);
    }

    /// <summary>Names the data.</summary>
    public string Fingerprint(IReadOnlyList<string?> titles)
    {
        var hash = new XxHash3();
        for (int i = 0; i < _known.Length; i++)
        {
            hash.Append(Encoding.UTF8.GetBytes($"{titles[_known[i]]}\n"));
            hash.Append(MemoryMarshal.AsBytes<int>(_companions[i]));
            hash.Append(MemoryMarshal.AsBytes<float>(_shares[i]));
        }

        return $"companions {hash.GetCurrentHashAsUInt64():x16}";
    }

    /// <summary>The table of all products with a title.</summary>
    public CompanionTable Table(Vocabulary items, float[] vectors, float[] biases) => new(new Vocabulary(_known.Select(row => items[row].Value)), vectors, biases, Anchors.Length);

    private static float[] Shares(ReadOnlySpan<float> strengths)
    {
        float[] roots = Array.ConvertAll(strengths.ToArray(), MathF.Sqrt);
        float sum = roots.Sum();
        return Array.ConvertAll(roots, r => r / sum);
    }
}
