using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Encoders;

/// <summary>From texts to an encoder: token vectors, their weights, what all texts have in common.</summary>
internal static class StaticEncoderTrainer
{
    public static StaticEncoder Train(IReadOnlyCollection<string> texts, StaticEncoderOptions options, TrainingOptions training, CancellationToken cancellation)
    {
        ModelOptions.Validate(options);
        TokenCorpus corpus = TokenCorpus.Read(texts, options.MinCount, training.Progress, cancellation);
        if (corpus.Terms.Count == 0)
        {
            throw new KindredDataException($"No token stands {options.MinCount} times in the {texts.Count:N0} texts: there is nothing to learn an encoder from. Give product titles.");
        }

        var skipGram = new SkipGram(corpus, options, training.Seed);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            training.Progress?.Report(new StageProgress("learning token vectors", (double)epoch / options.Epochs));
            skipGram.RunEpoch(epoch, cancellation);
        }

        (FactorMatrix vectors, FactorMatrix parts) = skipGram.Result();
        Sif.Weight(vectors, corpus.Counts, corpus.TokenTotal, options.SifA);
        FactorMatrix common = Sif.CommonComponents(corpus, vectors, options.CommonComponents, training.Threads);
        var subwords = new SubwordOptions(options.Buckets, options.MinPart, Math.Max(options.MinPart, options.MaxPart));
        return new StaticEncoder(new TokenVectors(corpus.Terms, vectors, subwords, parts), common);
    }
}
