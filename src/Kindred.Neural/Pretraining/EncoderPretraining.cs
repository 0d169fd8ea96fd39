using Kindred.Domain;
using Kindred.Neural.Native;
using Kindred.Neural.Tokenizing;
using Kindred.Neural.Training;
using Kindred.Neural.Transformers;
using Kindred.Numerics;

namespace Kindred.Neural.Pretraining;

/// <summary>Makes a small product-text encoder from a recipe: vocabulary, token vectors, masked-language and contrastive training.</summary>
public static class EncoderPretraining
{
    /// <summary>Follows a recipe and writes the model folder.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">What its sources hold.</param>
    /// <param name="words">Word vectors for the start.</param>
    /// <param name="folder">Where the model goes: config.json, vocab.txt, model.safetensors (float16), modules.json, recipe.json.</param>
    /// <param name="progress">Told of every step; null for none.</param>
    /// <param name="threads">Threads of libtorch; 0 takes one a processor. The same number gives the same bytes.</param>
    /// <param name="cancellation">Stops between batches; nothing is written then.</param>
    /// <returns>What came out.</returns>
    public static PretrainingResult Run(
        PretrainingRecipe recipe, PretrainingData data, WordVectors words, string folder, IProgress<StageProgress>? progress = null, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(words);
        if (data.Pairs.Count == 0)
        {
            throw new KindredDataException("The recipe's sources hold no pairs of texts to learn from.");
        }

        NativeLibraries.UseTorch();
        TorchSharp.torch.set_num_threads(ThreadCount.Resolve(threads));
        progress?.Report(new StageProgress("learning the vocabulary", null));
        IReadOnlyList<string> vocabulary = VocabularyBuilder.Build(recipe, data.Texts, words);
        TextTokenizer tokenizer = TextTokenizer.ForBert(vocabulary);
        int width = recipe.HiddenSize - TokenBagStart.Spare;
        TokenFeatures features = TokenFeatures.Create(tokenizer, words, data.Texts, width);
        EncoderWeights weights = EncoderWeights.CreateRandom(Shape(recipe, vocabulary.Count), new RandomStream(recipe.Seed));
        double bag = Start(recipe, data, tokenizer, features, weights, progress, cancellation);
        using var encoder = new TransformerEncoder(weights);
        double masked = 0;
        if (recipe.MaskedEpochs > 0)
        {
            masked = new MaskedLanguageTraining(encoder, tokenizer, recipe.Training(recipe.MaskedEpochs) with { TokenDrop = 0 })
                .Train([.. data.Texts], progress, cancellation)[^1];
        }

        double contrastive = 0;
        if (recipe.ContrastiveEpochs > 0)
        {
            contrastive = new BiEncoderTraining(encoder, SentenceHead.Default, tokenizer, recipe.Training(recipe.ContrastiveEpochs))
                .Train(data.Pairs, progress, cancellation: cancellation).Losses[^1];
        }

        Write(recipe, vocabulary, encoder.ToWeights(), folder);
        return new PretrainingResult(vocabulary.Count, features.FromWords, weights.Count, data.Texts.Count, data.Pairs.Count, bag, masked, contrastive);
    }

    // Token vectors whose mean is a good vector of a text, folded into the untrained transformer.
    private static double Start(
        PretrainingRecipe recipe, PretrainingData data, TextTokenizer tokenizer, TokenFeatures features, EncoderWeights weights, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using var bag = new TokenBagTraining(tokenizer, features, recipe.HiddenSize - TokenBagStart.Spare, recipe.BagTraining());
        double loss = recipe.BagEpochs > 0 ? bag.Train(data.Pairs, progress, cancellation)[^1] : 0;
        TokenBagStart.Apply(weights, bag.Rows());
        return loss;
    }

    private static EncoderConfig Shape(PretrainingRecipe recipe, int vocabularySize) => new()
    {
        VocabularySize = vocabularySize,
        HiddenSize = recipe.HiddenSize,
        Layers = recipe.Layers,
        Heads = recipe.Heads,
        IntermediateSize = 4 * recipe.HiddenSize,
        MaxPositions = 128,
    };

    private static void Write(PretrainingRecipe recipe, IReadOnlyList<string> vocabulary, EncoderWeights weights, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), weights.Config.ToJson() + "\n");
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', vocabulary) + "\n");
        File.WriteAllText(Path.Combine(folder, "recipe.json"), recipe.ToJson() + "\n");
        SentenceHead.Default.Write(folder, weights.Config.HiddenSize);
        weights.Save(Path.Combine(folder, "model.safetensors"), half: true);
    }
}

/// <summary>What pretraining made.</summary>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="FromWords">Tokens whose vectors started from words.</param>
/// <param name="Parameters">Numbers in the encoder.</param>
/// <param name="Texts">Distinct texts read.</param>
/// <param name="Pairs">Pairs trained on.</param>
/// <param name="BagLoss">Loss of the last step over sums of token vectors; 0 when left out.</param>
/// <param name="MaskedLoss">Loss of the last masked-language step; 0 when left out.</param>
/// <param name="ContrastiveLoss">Loss of the last contrastive step; 0 when left out.</param>
public sealed record PretrainingResult(int Vocabulary, int FromWords, long Parameters, int Texts, int Pairs, double BagLoss, double MaskedLoss, double ContrastiveLoss);
