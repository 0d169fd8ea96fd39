using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>Asks for the quality after every epoch, keeps the best parameters, and ends a training that no longer gets better. Its state is kept in checkpoints.</summary>
internal sealed class EarlyStopping
{
    private const string Qualities = "qualities";

    private readonly GradientSteps _steps;
    private readonly Parameter[] _parameters;
    private readonly Func<double>? _quality;
    private readonly int _patience;

    public EarlyStopping(GradientSteps steps, IReadOnlyList<Parameter> parameters, Func<double>? quality, int patience) =>
        (_steps, _parameters, _quality, _patience) = (steps, [.. parameters], quality, patience);

    /// <summary>The quality after each epoch so far.</summary>
    public float[] Curve => _steps.Extra.GetValueOrDefault(Qualities) ?? [];

    /// <summary>To be called when so many epochs are done; true where the training should end.</summary>
    public bool ShouldStop(int epochs)
    {
        if (_quality is null)
        {
            return false;
        }

        if (Curve.Length < epochs)
        {
            float[] curve = [.. Curve, (float)_quality()];
            _steps.Extra[Qualities] = curve;
            if (curve[^1] > curve[..^1].Append(float.NegativeInfinity).Max())
            {
                Keep();
            }
        }

        return Curve.Length - 1 - Array.IndexOf(Curve, Curve.Max()) >= _patience;
    }

    /// <summary>Puts the best parameters back.</summary>
    public void Restore()
    {
        using IDisposable quiet = no_grad();
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (_steps.Extra.TryGetValue($"best.{i}", out float[]? best))
            {
                _parameters[i].Overwrite(best);
            }
        }
    }

    private void Keep()
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            _steps.Extra[$"best.{i}"] = _parameters[i].ToFloats();
        }
    }
}
