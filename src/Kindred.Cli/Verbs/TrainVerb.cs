using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred train</c>: trains models on the workspace's baskets or on a file and keeps them as checked safetensors files.</summary>
internal static class TrainVerb
{
    private static readonly Argument<string[]> Names = new("MODEL")
    {
        Description = $"Models to train: {string.Join(", ", ModelRegistry.All.Select(d => d.NameWithAliases))}.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Param = new("--param") { Description = "Set an option of the model, name=value; may be repeated. Only with one MODEL.", HelpName = "K=V" };

    public static Command Create()
    {
        Command command = CreateModels();
        command.Subcommands.Add(TrainCrossEncoderVerb.Create());
        command.Subcommands.Add(TrainEncoderVerb.Create());
        return command;
    }

    private static Command CreateModels() => Verb.Create(
        "train",
        "Train models on the workspace's baskets or on a file of interactions. An interrupted training goes on when started again.",
        [
            "kindred train knn",
            "kindred train als --tune --trials 30",
            "kindred train bpr --param factors=128 --early-stopping --threads 1",
            "kindred train knn transitions --train sequences.txt --format sequences --output models",
        ],
        context => Task.FromResult(Run(context)),
        Names, Param, ModelTraining.Tune, ModelTraining.Trials, ModelTraining.EarlyStopping, ModelTraining.Patience, ModelTraining.CheckpointEvery, ModelTraining.Resume, ModelTraining.Defaults,
        TrainingSource.By, InteractionSource.SegmentBy, InteractionSource.Train, InteractionSource.Format, InteractionSource.MinRating, ModelTraining.Output);

    private static int Run(RunContext context)
    {
        string[] parameters = context.Arguments.GetValue(Param) ?? [];
        ModelDefinition[] definitions = [.. context.Arguments.GetValue(Names)!.Select(ModelRegistry.Get)];
        if (parameters.Length > 0 && definitions.Length > 1)
        {
            throw new KindredDataException("--param sets options of one model; train the models one by one, or leave --param out.");
        }

        TrainedModel[] trained = Progress.Show(context, progress =>
        {
            _ = definitions[0].ParseOptions(parameters);
            TrainingSource source = TrainingSource.Read(context, progress);
            source.RequireOrderFor(definitions);
            var training = new ModelTraining(context, source, progress);
            return Array.ConvertAll(definitions, definition => training.Train(definition, parameters));
        });
        Write(context, trained);
        return ExitCode.Done;
    }

    private static void Write(RunContext context, TrainedModel[] models)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Models = models });
            return;
        }

        foreach (TrainedModel model in models)
        {
            string quality = model.Quality is { } q ? FormattableString.Invariant($", NDCG@20 {q:0.0000} on validation") : string.Empty;
            string epochs = model.StopAfterEpochs is { } e ? $", {e} epochs" : string.Empty;
            context.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{model.Name}: trained in {model.Seconds:0.00} s{epochs}, {model.ModelBytes / 1048576.0:0.0} MB{quality}, kept in {model.File}"));
        }
    }
}
