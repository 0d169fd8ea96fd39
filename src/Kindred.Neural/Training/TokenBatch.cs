using Kindred.Neural.Tokenizing;
using Kindred.Numerics;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Texts as tensors: token numbers and mask, int64 [B × T], padded to the longest.</summary>
internal readonly record struct TokenBatch(Tensor Ids, Tensor Mask)
{
    public static TokenBatch Create(IReadOnlyList<int[]> texts, int padId)
    {
        int width = texts.Max(t => t.Length);
        var ids = new long[texts.Count * width];
        var mask = new long[ids.Length];
        Array.Fill(ids, padId);
        for (int row = 0; row < texts.Count; row++)
        {
            for (int i = 0; i < texts[row].Length; i++)
            {
                (ids[(row * width) + i], mask[(row * width) + i]) = (texts[row][i], 1);
            }
        }

        return new TokenBatch(tensor(ids, [texts.Count, width]), tensor(mask, [texts.Count, width]));
    }

    /// <summary>A text with some tokens left out; special ones stay, and at least one other.</summary>
    public static int[] Drop(int[] ids, double share, TextTokenizer tokenizer, RandomStream random)
    {
        if (share == 0)
        {
            return ids;
        }

        int[] kept = [.. ids.Where(id => tokenizer.SpecialIds.Contains(id) || random.NextDouble() >= share)];
        return kept.Any(id => !tokenizer.SpecialIds.Contains(id)) ? kept : ids;
    }
}
