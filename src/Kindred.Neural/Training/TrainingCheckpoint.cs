using System.Globalization;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Where a training keeps what it needs to go on after an interruption.</summary>
/// <param name="Path">The file; its folder must be there. It is replaced as a whole, so that there is always a sound one.</param>
/// <param name="EverySteps">Steps between two of them, at least 1. One more is written when the training is cancelled.</param>
/// <param name="Resume">Whether a file that is there is gone on from; otherwise it is overwritten.</param>
public sealed record TrainingCheckpoint(string Path, int EverySteps = 200, bool Resume = true)
{
    private const string Kind = "training-checkpoint/2";
    private static readonly Vocabulary NoItems = new([]);

    /// <summary>Writes the state of a training.</summary>
    /// <param name="run">What a training must be to go on from this: settings and data.</param>
    /// <param name="parameters">What is trained, in a fixed order.</param>
    /// <param name="optimizer">Their optimiser.</param>
    /// <param name="curve">Mean loss of every step so far.</param>
    /// <param name="batches">Batches that are in the steps.</param>
    /// <param name="extra">Further arrays of the training.</param>
    internal void Write(
        string run, IReadOnlyList<Parameter> parameters, Optimizer optimizer, IReadOnlyList<double> curve, int batches, IReadOnlyDictionary<string, float[]> extra)
    {
        var file = new ModelFile(Kind, NoItems);
        file.Put("run", run);
        file.Put("batches", batches.ToString(CultureInfo.InvariantCulture));
        file.Put("curve", [.. curve]);
        for (int i = 0; i < parameters.Count; i++)
        {
            file.Put($"parameter.{i}", parameters[i].ToFloats());
        }

        foreach ((string name, float[] values) in extra)
        {
            file.Put($"extra.{name}", values);
        }

        optimizer.Save(file);
        file.Put("extra", string.Join('\n', extra.Keys));
        string temporary = Path + ".new";
        using (FileStream stream = File.Create(temporary))
        {
            file.Write(stream);
        }

        File.Move(temporary, Path, overwrite: true);
    }

    /// <summary>Puts a training into the state that was written; null where there is nothing to go on from.</summary>
    /// <exception cref="KindredDataException">The file is damaged or of another training.</exception>
    internal TrainingState? Read(string run, IReadOnlyList<Parameter> parameters, Optimizer optimizer)
    {
        if (!Resume || !File.Exists(Path))
        {
            return null;
        }

        using FileStream stream = File.OpenRead(Path);
        var file = ModelFile.Read(stream);
        if (file.Kind != Kind || file.Text("run") != run)
        {
            throw new KindredDataException($"The checkpoint {Path} is of another training: data or settings are not the same. Remove the file, or train without resuming.");
        }

        float[][] values = [.. parameters.Select((p, i) => file.Get<float>($"parameter.{i}", p.numel()))];
        using (no_grad())
        {
            foreach ((Parameter parameter, float[] value) in parameters.Zip(values))
            {
                parameter.Overwrite(value);
            }
        }

        optimizer.Load(file);
        string[] names = file.Text("extra").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new TrainingState(file.Number("batches"), file.Get<double>("curve", -1), names.ToDictionary(n => n, n => file.Get<float>($"extra.{n}", -1)));
    }
}

/// <summary>What a checkpoint holds beside parameters and optimiser.</summary>
/// <param name="Batches">Batches that are in the steps.</param>
/// <param name="Curve">Mean loss of every step.</param>
/// <param name="Extra">Further arrays of the training.</param>
internal sealed record TrainingState(int Batches, double[] Curve, Dictionary<string, float[]> Extra);
