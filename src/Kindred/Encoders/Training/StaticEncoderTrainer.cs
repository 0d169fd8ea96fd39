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

        FactorMatrix vectors = skipGram.Result();
        Sif.MakeUnit(vectors);
        // Random vectors of so many components are almost at right angles: a random projection of the counts of parts.
        FactorMatrix parts = FactorMatrix.Gaussian(options.Buckets, options.Dimensions, 1, training.Seed + 2);
        var spelling = new SpellingVectors(options.Subwords, parts, (float)options.Spelling);
        AddSpelling(corpus, vectors, spelling);
        Sif.Weight(vectors, corpus.Counts, corpus.TokenTotal, options.SifA);
        FactorMatrix common = Sif.CommonComponents(corpus, vectors, options.CommonComponents, training.Threads);
        return new StaticEncoder(new TokenVectors(corpus.Terms, vectors, spelling), common);
    }

    private static void AddSpelling(TokenCorpus corpus, FactorMatrix vectors, SpellingVectors spelling)
    {
        var scratch = new SpellingScratch(vectors.Factors);
        for (int t = 0; t < vectors.Rows; t++)
        {
            spelling.AddTo(corpus.Terms.Terms[t], vectors.Row(t), scratch);
        }
    }
}
