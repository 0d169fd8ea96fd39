using System.Globalization;
using Kindred.Domain;

namespace Kindred.Models;

/// <summary>A kind of model: how it is called, what can be set, how it is trained and loaded.</summary>
public sealed class ModelDefinition
{
    private readonly Func<InteractionData, object, TrainingOptions, CancellationToken, IRecommender> _train;
    private readonly Func<ModelFile, IRecommender> _load;

    private ModelDefinition(
        string name, string summary, string[] aliases, Type optionsType,
        Func<InteractionData, object, TrainingOptions, CancellationToken, IRecommender> train, Func<ModelFile, IRecommender> load)
    {
        (Name, Summary, Aliases, OptionsType, _train, _load) = (name, summary, aliases, optionsType, train, load);
    }

    /// <summary>The name in commands and files.</summary>
    public string Name { get; }

    /// <summary>What the field calls it too; understood wherever a name is asked for.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>For lists of models: the name, and the aliases in brackets.</summary>
    public string NameWithAliases => Aliases.Count == 0 ? Name : $"{Name} ({string.Join(", ", Aliases)})";

    /// <summary>One line on what it does.</summary>
    public string Summary { get; }

    /// <summary>Its options record.</summary>
    public Type OptionsType { get; }

    /// <summary>Its hyper-parameters.</summary>
    public IReadOnlyList<ModelParameter> Parameters => ModelOptions.Describe(OptionsType);

    /// <summary>The epochs that options ask for; null where the model is not trained in epochs.</summary>
    internal int? Epochs(object options) =>
        Parameters.FirstOrDefault(p => p.Name == "epochs") is { } epochs ? int.Parse(epochs.Get(options), CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a text names this kind; case and signs do not count, so <c>GF-CF</c> and <c>gfcf</c> are one name.</summary>
    public bool IsCalled(string text) => Aliases.Prepend(Name).Any(name => Letters(name).SequenceEqual(Letters(text)));

    /// <summary>Defines a kind of model.</summary>
    public static ModelDefinition Create<TOptions>(
        string name, string summary, Func<InteractionData, TOptions, TrainingOptions, CancellationToken, IRecommender> train, Func<ModelFile, IRecommender> load,
        params string[] aliases)
        where TOptions : class, new() =>
        new(name, summary, aliases, typeof(TOptions), (data, options, training, cancellation) => train(data, (TOptions)options, training, cancellation), load);

    /// <summary>Reads options of the form <c>name=value</c>.</summary>
    /// <exception cref="KindredDataException">A name is unknown or a value not allowed.</exception>
    public object ParseOptions(IEnumerable<string> assignments) => ModelOptions.Parse(OptionsType, assignments);

    /// <summary>Trains a model.</summary>
    /// <param name="data">The interactions.</param>
    /// <param name="options">A record of <see cref="OptionsType"/>.</param>
    /// <param name="training">How the run goes.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="KindredDataException">The options are not allowed or the data cannot be trained on.</exception>
    public IRecommender Train(InteractionData data, object options, TrainingOptions training, CancellationToken cancellation = default)
    {
        ModelOptions.Validate(options);
        return _train(data, options, training, cancellation);
    }

    /// <summary>Makes the model of a file of this kind.</summary>
    /// <exception cref="ModelFileException">The content does not fit the model.</exception>
    public IRecommender Load(ModelFile file) => _load(file);

    private static IEnumerable<char> Letters(string text) => text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant);
}
