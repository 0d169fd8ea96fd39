using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Encoders;
using Kindred.Recommend;

namespace Kindred.Cli.Search;

/// <summary>Which cross-encoder reads pairs of texts, and how one is trained. To add a setting of the training: an option here, its line in <see cref="Training"/>.</summary>
internal static class CrossEncoderOption
{
    public static readonly Option<string?> Folder = new("--cross-encoder")
    {
        Description = "A trained cross-encoder: a folder of kindred train cross-encoder, or of Hugging Face's classes for sequence classification with one label.",
        HelpName = "FOLDER",
    };

    public static readonly Option<string?> Start = new("--encoder")
    {
        Description = "Encoder or cross-encoder that the training starts from: 'shipped' or a model's folder. Default: shipped.",
        HelpName = "FOLDER",
    };

    private static readonly CrossEncoderTrainingOptions Defaults = new();

    private static readonly Option<int> Epochs = NumberOption.Create("--epochs", "Most passes over the training pairs; the best one is kept.", "N", 1, 1000, Defaults.Steps.Epochs);

    private static readonly Option<int> BatchSize = NumberOption.Create("--batch-size", "Pairs of one step.", "N", 2, 4096, Defaults.Steps.BatchSize);

    private static readonly Option<int> MaxTokens = NumberOption.Create("--max-tokens", "Most tokens of a pair; the longer text is cut first.", "N", 8, 4096, Defaults.Steps.MaxTokens);

    private static readonly Option<double> Rate = NumberOption.Create("--learning-rate", "Size of the steps at its height.", "F", 1e-7, 1, Defaults.Steps.LearningRate);

    private static readonly Option<double> Smoothing = NumberOption.Create("--label-smoothing", "Share of a label given to its contrary.", "F", 0, 0.9, Defaults.Steps.LabelSmoothing);

    private static readonly Option<double> TokenDrop = NumberOption.Create("--token-drop", "Share of tokens left out at random.", "F", 0, 0.9, Defaults.Steps.TokenDrop);

    private static readonly Option<double> Adversarial = NumberOption.Create("--adversarial", "Length of the step against the token table (FGM); 0 for none.", "F", 0, 10, Defaults.Steps.Adversarial);

    private static readonly Option<double?> PositiveWeight = NumberOption.CreateOptional("--positive-weight", "Weight of matches in the loss. Default: the root of how much rarer they are.", "F", 0.01, 1000);

    private static readonly Option<int> Patience = NumberOption.Create("--patience", "Epochs without a better validation after which the training ends.", "N", 1, 1000, Defaults.Patience);

    private static readonly Option<string?> Log = new("--log") { Description = "Folder for TensorBoard event files.", HelpName = "DIR" };

    /// <summary>The options of a training.</summary>
    public static readonly IReadOnlyList<Option> TrainingSymbols = [Start, Epochs, BatchSize, MaxTokens, Rate, Smoothing, TokenDrop, Adversarial, PositiveWeight, Patience, Log];

    /// <summary>Opens the cross-encoder that was named.</summary>
    /// <exception cref="KindredDataException">None was named, or its folder holds no sound model.</exception>
    public static IPairScorer Scorer(RunContext context) => context.Arguments.GetValue(Folder) is { } folder
        ? CrossEncoder.Open(folder, new CrossEncoderOptions { Threads = context.Threads })
        : throw new KindredDataException("The method 'rerank' needs a cross-encoder: name its folder with --cross-encoder (kindred train cross-encoder makes one), or leave 'rerank' out.");

    /// <summary>The cross-encoder that was named as a matcher, or one that is fine-tuned for the task.</summary>
    /// <exception cref="KindredDataException">A model was named and settings of a training too.</exception>
    public static MatchingMethod Matcher(RunContext context)
    {
        if (context.Arguments.GetValue(Folder) is not { } folder)
        {
            return CrossEncoderMatcher.FineTuned(StartFolder(context), Training(context));
        }

        string[] idle = [.. TrainingSymbols.Where(context.IsGiven).Select(o => o.Name)];
        return idle.Length == 0 ? CrossEncoderMatcher.Ready(folder)
            : throw new KindredDataException($"--cross-encoder takes a model as it is, so {string.Join(", ", idle)} would change nothing. Leave out one or the other; --encoder {folder} goes on training it.");
    }

    /// <summary>The folder that a training starts from.</summary>
    public static string StartFolder(RunContext context) => context.Arguments.GetValue(Start) is { } named && named != EncoderOption.Shipped ? named : TextEncoder.ShippedFolder;

    /// <summary>The settings of a training.</summary>
    public static CrossEncoderTrainingOptions Training(RunContext context) => Defaults with
    {
        Steps = Defaults.Steps with
        {
            Epochs = context.Arguments.GetValue(Epochs),
            BatchSize = context.Arguments.GetValue(BatchSize),
            MaxTokens = context.Arguments.GetValue(MaxTokens),
            LearningRate = context.Arguments.GetValue(Rate),
            LabelSmoothing = context.Arguments.GetValue(Smoothing),
            TokenDrop = context.Arguments.GetValue(TokenDrop),
            Adversarial = context.Arguments.GetValue(Adversarial),
            LogFolder = context.Arguments.GetValue(Log),
            Clock = context.Clock,
            Seed = context.Seed,
        },
        PositiveWeight = context.Arguments.GetValue(PositiveWeight),
        Patience = context.Arguments.GetValue(Patience),
    };
}
