using System.Globalization;
using System.Numerics.Tensors;
using Kindred.Domain;

namespace Kindred.Models;

/// <summary>A model in training: its parameters and one pass over the data.</summary>
internal interface IEpochModel
{
    /// <summary>Name and parameters; the arrays are the ones in use.</summary>
    IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <summary>One pass; everything random in it comes from the seed and the number of the epoch, so that training can go on from any epoch.</summary>
    void RunEpoch(int epoch, CancellationToken cancellation);

    /// <summary>The model with the parameters as they are; may share them.</summary>
    IRecommender ToModel();
}

/// <summary>Passes over the data with early stopping and checkpoints, the same for every model trained in epochs.</summary>
/// <param name="model">What is trained.</param>
/// <param name="run">Texts that a checkpoint must have been made with: data, options, seed.</param>
/// <param name="training">How the run goes.</param>
internal sealed class EpochTraining(IEpochModel model, IReadOnlyDictionary<string, string> run, TrainingOptions training)
{
    private const string Best = "best.";
    private static readonly Vocabulary NoItems = new([]);

    private Dictionary<string, float[]>? _best;
    private double _bestQuality = double.NegativeInfinity;
    private int _waited;

    /// <summary>What a checkpoint must agree with.</summary>
    public static IReadOnlyDictionary<string, string> Describe(string name, InteractionData data, object options, ulong seed)
    {
        var hash = new System.IO.Hashing.XxHash3();
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.UserItems.Offsets));
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.UserItems.AllColumns));
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.UserItems.AllValues));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = name,
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["data"] = hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture),
        };
        foreach ((string option, string value) in ModelOptions.Format(options))
        {
            // A training may be made longer.
            if (option != "epochs")
            {
                texts[option] = value;
            }
        }

        return texts;
    }

    /// <summary>Runs all epochs, or until validation no longer improves; the parameters are then the best ones.</summary>
    /// <exception cref="KindredDataException">The parameters grew beyond all bounds, or the checkpoint is of another training.</exception>
    public void Run(int epochs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int start = Resume();
        int last = Math.Min(epochs, training.StopAfterEpochs ?? epochs);
        for (int epoch = start; epoch < last && !IsDone; epoch++)
        {
            model.RunEpoch(epoch, cancellation);
            Validate(epoch, last);
            Save(epoch + 1, last);
            training.Progress?.Report(new StageProgress("training", (epoch + 1.0) / last, $"epoch {epoch + 1} of {last}"));
        }

        Copy(_best ?? model.Parameters, model.Parameters);
        if (model.Parameters.Values.Any(values => !float.IsFinite(TensorPrimitives.Sum<float>(values))))
        {
            throw new KindredDataException("The training diverged: its steps are too long for the data. Lower learning-rate, or raise regularization where there is one.");
        }
    }

    private bool IsDone => training.Validate is not null && _waited >= training.Patience;

    private void Validate(int epoch, int epochs)
    {
        if (training.Validate is null || ((epoch + 1) % training.ValidateEvery != 0 && epoch + 1 != epochs))
        {
            return;
        }

        double quality = training.Validate(model.ToModel());
        _waited++;
        if (quality > _bestQuality)
        {
            (_bestQuality, _waited) = (quality, 0);
            _best = model.Parameters.ToDictionary(p => p.Key, p => (float[])p.Value.Clone());
        }
    }

    private void Save(int done, int epochs)
    {
        if (training.Checkpoint is not { } checkpoint || (done % checkpoint.EveryEpochs != 0 && done != epochs))
        {
            return;
        }

        var file = new ModelFile("checkpoint", NoItems);
        foreach ((string name, string text) in run)
        {
            file.Put("run." + name, text);
        }

        file.Put("epochs-done", done.ToString(CultureInfo.InvariantCulture));
        file.Put("waited", _waited.ToString(CultureInfo.InvariantCulture));
        PutAll(file, string.Empty, model.Parameters);
        if (_best is not null)
        {
            file.Put("quality", _bestQuality.ToString("R", CultureInfo.InvariantCulture));
            PutAll(file, Best, _best);
        }

        string temporary = checkpoint.Path + ".new";
        using (FileStream stream = File.Create(temporary))
        {
            file.Write(stream);
        }

        File.Move(temporary, checkpoint.Path, overwrite: true);
    }

    private int Resume()
    {
        if (training.Checkpoint is not { Resume: true } checkpoint || !File.Exists(checkpoint.Path))
        {
            return 0;
        }

        using FileStream stream = File.OpenRead(checkpoint.Path);
        var file = ModelFile.Read(stream);
        string[] other = [.. run.Where(r => !file.TryGetText("run." + r.Key, out string text) || text != r.Value).Select(r => r.Key)];
        if (other.Length > 0)
        {
            throw new KindredDataException(
                $"The checkpoint {checkpoint.Path} is of another training; not the same: {string.Join(", ", other)}. Remove the file or train without resuming.");
        }

        Copy(GetAll(file, string.Empty), model.Parameters);
        _waited = file.Number("waited");
        if (file.TryGetText("quality", out string quality))
        {
            _bestQuality = double.Parse(quality, CultureInfo.InvariantCulture);
            _best = GetAll(file, Best);
        }

        return file.Number("epochs-done");
    }

    private static void PutAll(ModelFile file, string prefix, IReadOnlyDictionary<string, float[]> parameters)
    {
        foreach ((string name, float[] values) in parameters)
        {
            file.Put(prefix + name, values);
        }
    }

    private Dictionary<string, float[]> GetAll(ModelFile file, string prefix) =>
        model.Parameters.ToDictionary(p => p.Key, p => file.Get<float>(prefix + p.Key, p.Value.Length));

    private static void Copy(IReadOnlyDictionary<string, float[]> from, IReadOnlyDictionary<string, float[]> to)
    {
        foreach ((string name, float[] values) in from)
        {
            values.CopyTo(to[name], 0);
        }
    }
}
