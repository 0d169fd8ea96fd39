using System.CommandLine;
using Kindred.Cli.Shell;
using Kindred.Neural.Associations;
using Kindred.Neural.Training;

namespace Kindred.Cli.Models;

/// <summary>The options of <c>kindred train encoder</c> and what they mean for the training.</summary>
internal static class FineTuningOptionSet
{
    private const string OfObjective = "Default: that of the objective.";
    private static readonly FineTuningOptions Defaults = new();
    private static readonly EncoderTrainingOptions Steps = new();

    private static readonly Option<FineTuningObjective> Objective = NameOption.Create("--objective", "pairs: each title finds titles it is bought with; companions: titles point to learned vectors of the products that sell.", Defaults.Objective);

    private static readonly Option<int?> Epochs = NumberOption.CreateOptional("--epochs", $"Passes over the data, 1 to 1000. {OfObjective}", "N", 1, 1000);

    private static readonly Option<int?> BatchSize = NumberOption.CreateOptional("--batch-size", $"Pairs or products of one step, 2 to 4096. {OfObjective}", "N", 2, 4096);

    private static readonly Option<int> Accumulation = NumberOption.Create("--accumulation", "Batches whose gradients are added before a step, 1 to 1024.", "N", 1, 1024, Steps.Accumulation);

    private static readonly Option<int> MaxTokens = NumberOption.Create("--max-tokens", "Most tokens of a title, 4 to 4096.", "N", 4, 4096, Steps.MaxTokens);

    private static readonly Option<double?> Rate = NumberOption.CreateOptional("--learning-rate", $"Size of the steps at its height, 1e-8 to 1. {OfObjective}", "R", 1e-8, 1);

    private static readonly Option<double> Decay = NumberOption.Create("--weight-decay", "Decay of weight matrices, 0 to 1.", "R", 0, 1, Steps.WeightDecay);

    private static readonly Option<double> WarmUp = NumberOption.Create("--warm-up", "Share of the steps in which the rate rises, 0 to 1.", "R", 0, 1, Steps.WarmUp);

    private static readonly Option<LearningRateSchedule> Schedule = NameOption.Create("--schedule", "How the rate falls afterwards.", Steps.Schedule);

    private static readonly Option<OptimizerKind> Optimizer = NameOption.Create("--optimizer", "How weights move along gradients.", Steps.Optimizer);

    private static readonly Option<double?> Temperature = NumberOption.CreateOptional("--temperature", $"What similarities are divided by, 0.001 to 10. {OfObjective}", "T", 0.001, 10);

    private static readonly Option<double> Smoothing = NumberOption.Create("--label-smoothing", "Share of probability spread over other answers, 0 to 0.9.", "R", 0, 0.9, Steps.LabelSmoothing);

    private static readonly Option<double?> TokenDrop = NumberOption.CreateOptional("--token-drop", $"Share of tokens left out at random, 0 to 0.9. {OfObjective}", "R", 0, 0.9);

    private static readonly Option<double> FieldShuffle = NumberOption.Create("--field-shuffle", "Share of titles whose parts come in random order, 0 to 1.", "R", 0, 1, Steps.FieldShuffle);

    private static readonly Option<double> Adversarial = NumberOption.Create("--adversarial", "Length of the step against the token table (FGM), 0 to 10; 0 for none.", "R", 0, 10, Steps.Adversarial);

    private static readonly Option<bool> BFloat16 = new("--bf16") { Description = "Compute in bfloat16, keep weights in float32. Faster only where the processor has bfloat16 units." };

    private static readonly Option<int> Patience = NumberOption.Create("--patience", "Epochs without a better held-out recall after which the training ends.", "N", 1, 1000, Steps.Patience);

    private static readonly Option<double> HeldOut = NumberOption.Create("--held-out", "Share of the pairs kept out, to stop early and to measure, 0 to 0.5.", "R", 0, 0.5, Defaults.Pairs.HeldOutShare);

    private static readonly Option<int> MostPairs = NumberOption.Create("--pairs", "Most pairs to learn from.", "N", 2, 10_000_000, Defaults.Pairs.MostPairs);

    private static readonly Option<int> MinPairCount = NumberOption.Create("--min-pair-count", "Baskets that hold both products of a pair, at least.", "N", 1, 1_000_000, Defaults.Pairs.MinPairCount);

    private static readonly Option<double> MinLift = NumberOption.Create("--min-lift", "Lift of a pair, at least.", "R", 1.0001, 1e6, Defaults.Pairs.MinLift);

    private static readonly Option<double> MaxQ = NumberOption.Create("--max-q", "Highest q-value of a pair.", "Q", 1e-12, 1, Defaults.Pairs.MaxQ);

    private static readonly Option<int> MaxPartners = NumberOption.Create("--max-partners", "Partners of a product that are learned from, the strongest.", "N", 1, 10_000, Defaults.Pairs.MaxPartners);

    private static readonly Option<double> Discount = NumberOption.Create("--discount", "How strongly products of many pairs are held back, 0 to 1.", "R", 0, 1, Defaults.Pairs.Discount);

    private static readonly Option<bool> NoHardNegatives = new("--no-hard-negatives") { Description = "Leave out substitutes that are never bought together as negatives." };

    private static readonly Option<bool> Asymmetric = new("--asymmetric") { Description = "Put what is to be found through a learned map: goes with is not is like." };

    private static readonly Option<int> Lora = NumberOption.Create("--lora", "Rank of low-rank adapters with all else frozen, 1 to 256; 0 trains all weights.", "RANK", 0, 256, Defaults.LoraRank);

    private static readonly Option<double> TaskWeight = NumberOption.Create("--task-weight", "What classification tasks count beside the pairs, 0.001 to 10.", "R", 0.001, 10, Defaults.TaskWeight);

    private static readonly Option<double> Replay = NumberOption.Create("--replay", "With --continue: share of the training that repeats earlier pairs, 0 to 0.9.", "R", 0, 0.9, Defaults.ReplayShare);

    private static readonly Option<string> Log = new("--log") { Description = "Folder for TensorBoard event files.", HelpName = "DIR" };

    private static readonly Option<int> CheckpointEvery = NumberOption.Create("--checkpoint-every", "Steps between checkpoints.", "N", 1, 1_000_000, new TrainingCheckpoint(string.Empty).EverySteps);

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the checkpoint of an interrupted training with the same data and settings." };

    public static Option[] All =>
    [
        Objective, Epochs, BatchSize, Accumulation, MaxTokens, Rate, Decay, WarmUp, Schedule, Optimizer, Temperature, Smoothing, TokenDrop, FieldShuffle, Adversarial, BFloat16,
        Patience, HeldOut, MostPairs, MinPairCount, MinLift, MaxQ, MaxPartners, Discount, NoHardNegatives, Asymmetric, Lora, TaskWeight, Replay, Log, CheckpointEvery, Resume,
    ];

    /// <summary>Whether an interrupted training is to go on.</summary>
    public static bool IsResumed(RunContext context) => context.Arguments.GetValue(Resume);

    /// <summary>Whether a share of earlier pairs was asked for.</summary>
    public static bool IsReplayed(RunContext context) => context.IsGiven(Replay);

    /// <summary>The settings as given.</summary>
    /// <param name="context">The run.</param>
    /// <param name="checkpoint">The file for checkpoints.</param>
    public static FineTuningOptions Read(RunContext context, string checkpoint)
    {
        FineTuningObjective objective = context.Arguments.GetValue(Objective);
        return new FineTuningOptions
        {
            Objective = objective,
            Training = Training(context, FineTuningOptions.DefaultsOf(objective), checkpoint),
            Pairs = Pairs(context),
            Asymmetric = context.Arguments.GetValue(Asymmetric),
            BFloat16 = context.Arguments.GetValue(BFloat16),
            Threads = context.Threads,
            LoraRank = context.Arguments.GetValue(Lora),
            TaskWeight = context.Arguments.GetValue(TaskWeight),
            ReplayShare = context.Arguments.GetValue(Replay),
        };
    }

    private static EncoderTrainingOptions Training(RunContext context, EncoderTrainingOptions defaults, string checkpoint) => defaults with
    {
        Epochs = context.Arguments.GetValue(Epochs) ?? defaults.Epochs,
        BatchSize = context.Arguments.GetValue(BatchSize) ?? defaults.BatchSize,
        Accumulation = context.Arguments.GetValue(Accumulation),
        MaxTokens = context.Arguments.GetValue(MaxTokens),
        LearningRate = context.Arguments.GetValue(Rate) ?? defaults.LearningRate,
        WeightDecay = context.Arguments.GetValue(Decay),
        WarmUp = context.Arguments.GetValue(WarmUp),
        Schedule = context.Arguments.GetValue(Schedule),
        Optimizer = context.Arguments.GetValue(Optimizer),
        Temperature = context.Arguments.GetValue(Temperature) ?? defaults.Temperature,
        LabelSmoothing = context.Arguments.GetValue(Smoothing),
        TokenDrop = context.Arguments.GetValue(TokenDrop) ?? defaults.TokenDrop,
        FieldShuffle = context.Arguments.GetValue(FieldShuffle),
        Adversarial = context.Arguments.GetValue(Adversarial),
        Patience = context.Arguments.GetValue(Patience),
        Seed = context.Seed,
        LogFolder = context.Arguments.GetValue(Log),
        Clock = context.Clock,
        Checkpoint = new TrainingCheckpoint(checkpoint, context.Arguments.GetValue(CheckpointEvery), IsResumed(context)),
    };

    private static AssociationPairOptions Pairs(RunContext context) => new()
    {
        MinPairCount = context.Arguments.GetValue(MinPairCount),
        MinLift = context.Arguments.GetValue(MinLift),
        MaxQ = context.Arguments.GetValue(MaxQ),
        MaxPartners = context.Arguments.GetValue(MaxPartners),
        Discount = context.Arguments.GetValue(Discount),
        MostPairs = context.Arguments.GetValue(MostPairs),
        HeldOutShare = context.Arguments.GetValue(HeldOut),
        HardNegatives = !context.Arguments.GetValue(NoHardNegatives),
    };
}
