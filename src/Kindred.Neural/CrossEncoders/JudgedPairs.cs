using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Recommend;

namespace Kindred.Neural.CrossEncoders;

/// <summary>Pairs of query and product from judged searches, to train a cross-encoder that puts search results in order.</summary>
/// <param name="Train">Pairs of most queries.</param>
/// <param name="Valid">Pairs of the other queries.</param>
public sealed record JudgedPairs(IReadOnlyList<LabelledPair> Train, IReadOnlyList<LabelledPair> Valid)
{
    private const int QueriesAtOnce = 256;

    // A tenth of the queries, by hash of their text, so that the same query is on the same side in every file.
    private const int ValidShare = 10;

    /// <summary>
    /// Makes pairs: judged products have their relevance over the largest one as label; beside them stand products that the search ranks high and nobody
    /// judged, with label 0, which are what the cross-encoder will have to tell apart (hard negatives: Nogueira &amp; Cho, 2019; Xiong et al., 2021).
    /// </summary>
    /// <param name="task">Products and judgments.</param>
    /// <param name="search">Proposes negatives; built on the products of the task.</param>
    /// <param name="negatives">Negatives a query, at least 0.</param>
    /// <param name="depth">Ranks that negatives are drawn from, at least 1.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="progress">Told how far it is; null for none.</param>
    /// <param name="cancellation">Stops between searches.</param>
    /// <exception cref="KindredDataException">There are too few queries to keep some for validation.</exception>
    public static JudgedPairs Create(
        RetrievalTask task, IProductSearch search, int negatives, int depth, ulong seed, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(search);
        float largest = task.Queries.SelectMany(q => q.Relevance).DefaultIfEmpty(0).Max();
        if (largest <= 0)
        {
            throw new KindredDataException("No judgment has a relevance above 0: there is nothing to learn.");
        }

        var (train, valid, done) = (new List<LabelledPair>(), new List<LabelledPair>(), 0);
        foreach (RetrievalQuery[] queries in task.Queries.Chunk(QueriesAtOnce))
        {
            progress?.Report(new StageProgress("looking for hard negatives", (double)done / task.Queries.Count, $"{done:N0} of {task.Queries.Count:N0} queries"));
            IReadOnlyList<ScoredList> answers = search.Search([.. queries.Select(q => q.Text)], depth, cancellation);
            for (int i = 0; i < queries.Length; i++)
            {
                RetrievalQuery query = queries[i];
                var random = new RandomStream(seed, (ulong)(done + i));
                int[] unjudged = [.. answers[i].Rows.ToArray().Except(query.Rows)];
                random.Shuffle<int>(unjudged);
                List<LabelledPair> side = IsValidation(query.Text) ? valid : train;
                side.AddRange(query.Rows.Zip(query.Relevance, (row, relevance) => new LabelledPair(query.Text, task.Texts[row], relevance / largest)));
                side.AddRange(unjudged.Take(negatives).Select(row => new LabelledPair(query.Text, task.Texts[row], 0)));
            }

            done += queries.Length;
        }

        return train.Count > 0 && valid.Count > 0 ? new JudgedPairs(train, valid) : throw new KindredDataException(
            $"{task.Queries.Count:N0} queries are too few: one in {ValidShare} is kept for validation, and none was left for one of the two parts.");
    }

    private static bool IsValidation(string query) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(query.AsSpan())) % ValidShare == 0;
}
