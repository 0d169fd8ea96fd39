using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>A trained model as the command tells of it.</summary>
internal sealed record TrainedModel(
    string Name, string File, string? Rows, string Settings, IReadOnlyDictionary<string, string> Parameters, int? StopAfterEpochs, double? Quality, double Seconds, long ModelBytes, bool Reused);

/// <summary>Finds the settings of a model, trains it with checkpoints and keeps it: as an artefact of the workspace, or in a folder.</summary>
internal sealed class ModelTraining(RunContext context, TrainingSource source, IProgress<StageProgress> progress)
{
    public static readonly Option<bool> Tune = new("--tune") { Description = "Search the settings on a validation part first, with early stopping; the best are saved for later trainings. Options given with --param stay." };

    public static readonly Option<int> Trials = NumberOption.Create("--trials", "Settings that --tune draws for each model.", "N", 2, 10_000, 16);

    public static readonly Option<bool> EarlyStopping = new("--early-stopping") { Description = "Find the best number of epochs on a validation part, then train on everything for as many." };

    public static readonly Option<int> Patience = NumberOption.Create("--patience", "Validations without a better quality after which early stopping ends a training.", "N", 1, 10_000, 3);

    public static readonly Option<int> CheckpointEvery = NumberOption.Create("--checkpoint-every", "Epochs between two checkpoints; an interrupted training goes on from the last one when started again.", "N", 1, 1_000_000, 1);

    public static readonly Option<bool> Resume = new("--resume") { Description = "Say so where there is no interrupted training to go on with. Going on needs no option." };

    public static readonly Option<bool> Defaults = new("--defaults") { Description = "Leave the settings saved by --tune aside." };

    public static readonly Option<string> Output = new("--output") { Description = "Folder for the model files; without it they become artefacts of the workspace.", HelpName = "DIR" };

    private readonly UnfinishedWork _unfinished = new(
        context.Arguments.GetValue(Output) ?? Path.Combine(context.WorkspacePath, "checkpoints"), source.HashWith(ProgramVersion.Text));

    private string? Folder => context.Arguments.GetValue(Output);

    /// <summary>Trains one model.</summary>
    /// <param name="definition">Its kind.</param>
    /// <param name="parameters">Options given, <c>name=value</c>.</param>
    public TrainedModel Train(ModelDefinition definition, string[] parameters)
    {
        RemoveOutdated(definition);
        (ModelRequest request, string settings, double? quality) = Settle(definition, parameters);
        InteractionData data = source.DataFor(request);
        ArtifactKey key = KeyOf(request, data);
        if (Folder is null && Find(key) is { } known)
        {
            context.Notes.WriteLine($"{definition.Name}: nothing has changed since it was trained; the model is kept as it is.");
            return Told(request, settings, quality, FileOf(known, definition), seconds: 0, SizeOf(known, definition), reused: true);
        }

        string checkpoint = _unfinished.Checkpoint(key, definition.Name);
        long start = context.Clock.GetTimestamp();
        IRecommender model = definition.Train(data, request.Options, Training(request, checkpoint), context.Cancellation);
        double seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        string file = Keep(model, key);
        DeleteIfThere(checkpoint);
        DeleteIfThere(TrialsFile(definition, parameters));
        return Told(request, settings, quality, file, seconds, model.SizeBytes, reused: false);
    }

    // A folder of one's own may hold what trainings on other files left, which may go on.
    private void RemoveOutdated(ModelDefinition definition)
    {
        if (Folder is null && _unfinished.RemoveOutdated(definition.Name) is > 0 and var removed)
        {
            context.Notes.WriteLine($"{definition.Name}: {removed} files of interrupted trainings on earlier data or with another version removed.");
        }
    }

    // By tuning, by what is given, by what an earlier tuning saved, or the defaults; then the number of epochs, if it is to be found.
    private (ModelRequest Request, string Settings, double? Quality) Settle(ModelDefinition definition, string[] parameters)
    {
        var given = new ModelRequest(definition, definition.ParseOptions(parameters));
        if (context.Arguments.GetValue(Tune))
        {
            return TuneFrom(given, TrialsFile(definition, parameters));
        }

        ModelRequest? saved = parameters.Length > 0 || context.Arguments.GetValue(Defaults) ? null : SavedSettings.Read(SettingsFile(definition), definition);
        if (saved is not null)
        {
            context.Notes.WriteLine($"{definition.Name}: with the settings that tuning saved in {SettingsFile(definition)} (--defaults leaves them aside).");
        }

        ModelRequest request = saved ?? given;
        string settings = saved is not null ? "saved" : parameters.Length > 0 ? "given" : "default";
        if (!context.Arguments.GetValue(EarlyStopping))
        {
            return (request, settings, null);
        }

        TuningTrial trial = Kindred.Evaluation.EarlyStopping.Find(source.SplitFor(request), request, TuningOptions(), context.Cancellation);
        context.Notes.WriteLine(trial.Request.StopAfterEpochs is { } epochs
            ? $"{definition.Name}: best after {epochs} epochs on validation."
            : $"{definition.Name}: no fewer epochs than the options say were better on validation.");
        return (trial.Request, settings, trial.Quality);
    }

    // The trials stay until the model is kept: an interruption in the last training does not cost the search.
    private (ModelRequest Request, string Settings, double? Quality) TuneFrom(ModelRequest given, string trials)
    {
        TrialJournal journal = TrialJournal.Open(trials);
        if (journal.Count > 0)
        {
            context.Notes.WriteLine($"{given.Definition.Name}: going on from {journal.Count} finished trials of an interrupted search, {trials}");
        }

        TuningOptions options = TuningOptions() with { Journal = journal };
        TuningResult result = Tuner.Tune(source.SplitFor(given), given, options, context.Cancellation);
        var saved = new SavedSettings
        {
            Model = given.Definition.Name,
            Parameters = ModelOptions.Format(result.Best.Options),
            StopAfterEpochs = result.Best.StopAfterEpochs,
            Metric = options.Metric,
            Quality = result.Quality,
            DefaultQuality = result.DefaultQuality,
            TunedAt = context.Clock.GetUtcNow(),
        };
        saved.Write(SettingsFile(given.Definition));
        context.Notes.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Best.Label}: {options.Metric} {result.Quality:0.0000} on validation (defaults {result.DefaultQuality:0.0000}); settings saved in {SettingsFile(given.Definition)}"));
        return (result.Best, "tuned", result.Quality);
    }

    private TuningOptions TuningOptions() => new()
    {
        Trials = context.Arguments.GetValue(Trials),
        Patience = context.Arguments.GetValue(Patience),
        Seed = context.Seed,
        Threads = context.Threads,
        Progress = progress,
    };

    private string TrialsFile(ModelDefinition definition, string[] parameters)
    {
        var given = new ModelRequest(definition, definition.ParseOptions(parameters));
        ArtifactKey key = KeyOf(given, source.DataFor(given));
        return _unfinished.Trials(key with { Inputs = new Dictionary<string, string>(key.Inputs) { ["patience"] = $"{TuningOptions().Patience}" } }, definition.Name);
    }

    private TrainingOptions Training(ModelRequest request, string checkpoint)
    {
        var training = new TrainingOptions { Seed = context.Seed, Threads = context.Threads, Progress = progress, StopAfterEpochs = request.StopAfterEpochs };
        if (request.Definition.Parameters.All(p => p.Name != "epochs"))
        {
            return training;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        if (File.Exists(checkpoint))
        {
            context.Notes.WriteLine($"{request.Definition.Name}: going on from the checkpoint of an interrupted training, {checkpoint}");
        }
        else if (context.Arguments.GetValue(Resume))
        {
            context.Notes.WriteLine($"{request.Definition.Name}: no interrupted training with these data and settings was found; it starts from the beginning.");
        }

        return training with { Checkpoint = new CheckpointOptions(checkpoint, context.Arguments.GetValue(CheckpointEvery)) };
    }

    private string SettingsFile(ModelDefinition definition) => Folder is { } folder
        ? Path.Combine(folder, $"{definition.Name}.settings.json")
        : Path.Combine(context.WorkspacePath, "settings", $"{definition.Name}.json");

    private ArtifactKey KeyOf(ModelRequest request, InteractionData data)
    {
        Dictionary<string, string> options = ModelOptions.Format(request.Options).ToDictionary();
        options["stop-after-epochs"] = request.StopAfterEpochs?.ToString(CultureInfo.InvariantCulture) ?? "all";
        return new ArtifactKey
        {
            Stage = $"model-{request.Definition.Name}",
            Inputs = new Dictionary<string, string> { ["interactions"] = DataFingerprint.Of(data) },
            Options = options,
            Seed = context.Seed,
            Version = ProgramVersion.Text,
        };
    }

    private Artifact? Find(ArtifactKey key)
    {
        using Workspace workspace = Workspaces.Open(context, "train");
        Artifact? artifact = workspace.Artifacts.TryGet(key);
        if (artifact is not null)
        {
            workspace.Artifacts.Publish(artifact);
        }

        return artifact;
    }

    private string Keep(IRecommender model, ArtifactKey key)
    {
        string file = $"{model.Name}.safetensors";
        if (Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, file);
            AtomicFile.Replace(path, temporary => Save(model, temporary));
            return path;
        }

        using Workspace workspace = Workspaces.Open(context, "train");
        Artifact artifact = workspace.Artifacts.GetOrAdd(key, target => Save(model, Path.Combine(target, file)));
        workspace.Artifacts.Publish(artifact);
        return Path.Combine(artifact.Folder, file);
    }

    private TrainedModel Told(ModelRequest request, string settings, double? quality, string file, double seconds, long bytes, bool reused) => new(
        request.Definition.Name, file, source.RowsOf(request), settings, ModelOptions.Format(request.Options), request.StopAfterEpochs, quality, seconds, bytes, reused);

    private static string FileOf(Artifact artifact, ModelDefinition definition) => Path.Combine(artifact.Folder, $"{definition.Name}.safetensors");

    private static long SizeOf(Artifact artifact, ModelDefinition definition)
    {
        using FileStream stream = File.OpenRead(FileOf(artifact, definition));
        return ModelRegistry.Load(stream).SizeBytes;
    }

    private static void DeleteIfThere(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private static void Save(IRecommender model, string path)
    {
        using FileStream stream = File.Create(path);
        model.Save(stream);
    }
}
