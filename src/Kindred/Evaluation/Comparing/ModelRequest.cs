using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>A model to train and judge: its kind and its options.</summary>
/// <param name="Definition">The kind.</param>
/// <param name="Options">A record of the kind's options type.</param>
public sealed record ModelRequest(ModelDefinition Definition, object Options)
{
    /// <summary>What the kind is called in results: its name, or the one of its aliases that was asked for.</summary>
    public string Name { get; init; } = Definition.Name;

    /// <summary>Epochs after which training ends, found by early stopping; null for all that the options say.</summary>
    public int? StopAfterEpochs { get; init; }

    /// <summary>What tells requests apart: the name, with the options that are not the default.</summary>
    public string Label
    {
        get
        {
            IReadOnlyDictionary<string, string> values = ModelOptions.Format(Options);
            string[] changed = [.. Definition.Parameters.Where(p => values[p.Name] != p.Default).Select(p => $"{p.Name}={values[p.Name]}")];
            return changed.Length == 0 ? Name : $"{Name}:{string.Join(';', changed)}";
        }
    }

    /// <summary>Reads a request of the form <c>name</c> or <c>name:option=value;option=value</c>.</summary>
    /// <exception cref="KindredDataException">The name or an option is unknown, or a value not allowed.</exception>
    public static ModelRequest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', 2);
        string asked = parts[0].Trim();
        ModelDefinition definition = ModelRegistry.Get(asked);
        return new ModelRequest(definition, definition.ParseOptions(parts.Length == 1 ? [] : parts[1].Split(';', StringSplitOptions.RemoveEmptyEntries)))
        {
            Name = string.Equals(asked, definition.Name, StringComparison.OrdinalIgnoreCase) ? definition.Name : asked,
        };
    }

    /// <summary>How a training of this request goes.</summary>
    internal TrainingOptions Training(ulong seed, int threads) => new() { Seed = seed, Threads = threads, StopAfterEpochs = StopAfterEpochs };
}
