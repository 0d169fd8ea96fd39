using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Kindred.Neural.Associations;

/// <summary>Companions of cold products by an encoder that is fine-tuned in each split on the warm products' baskets alone: <see cref="CompanionTraining"/>.</summary>
public static class FineTunedCompanions
{
    /// <summary>The method for the comparison.</summary>
    /// <param name="name">The name in the table.</param>
    /// <param name="folder">The model folder of the encoder each training starts from.</param>
    /// <param name="definition">What counts as a companion.</param>
    /// <param name="options">Settings; the seed is that of the split.</param>
    /// <param name="progress">Told of every batch; null for none.</param>
    /// <remarks>With another number of torch threads the weights differ in their last digits.</remarks>
    public static ColdMethod Method(string name, string folder, CompanionDefinition definition, EncoderTrainingOptions options, IProgress<StageProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        return new ColdMethod(name, (split, training, cancellation) => Fit(split, folder, definition, options with { Seed = training.Seed }, training.Threads, progress, cancellation));
    }

    private static ColdScorer Fit(
        ColdSplit split, string folder, CompanionDefinition definition, EncoderTrainingOptions options, int threads, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using TransformerEncoder encoder = FineTunedFolder.OpenEncoder(folder);
        torch.set_num_threads(ThreadCount.Resolve(threads));
        (SentenceHead head, TextTokenizer tokenizer) = (SentenceHead.Read(folder), TextTokenizer.Load(folder));
        var learned = new TitleCompanionOptions { MinPairCount = definition.MinPairCount, MinLift = definition.MinLift, MaxCompanions = definition.MaxCompanions };
        CompanionTable table = new CompanionTraining(encoder, head, tokenizer, learned, options).Train(split.Train, split.Titles, out _, progress, cancellation);
        int[] rows = [.. Enumerable.Range(0, table.Items.Count).Select(i => split.Train.Items.TryGetRow(table.Items[i], out int row) ? row : throw new InvalidOperationException("A product of the table is not of the split."))];
        string[] titles = [.. split.Cases.Select(c => c.Title).Distinct(StringComparer.Ordinal)];
        using Tensor vectors = TitleVectors.Compute(encoder, head, [.. titles.Select(t => tokenizer.Encode(t, Math.Min(options.MaxTokens, encoder.Config.MaxTokens)))]);
        Dictionary<string, float[]> asked = titles.Zip(vectors.data<float>().ToArray().Chunk(table.Dimensions)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        return (question, scores) =>
        {
            var known = new float[rows.Length];
            table.ScoreAll(asked[question.Title], known);
            scores.Clear();
            for (int i = 0; i < rows.Length; i++)
            {
                scores[rows[i]] = known[i];
            }
        };
    }
}
