using Kindred.Domain;

namespace Kindred.Models;

/// <summary>All kinds of models by name.</summary>
/// <remarks>
/// To add a model: 1. a folder under <c>Models</c> with its options record (attributes as on <see cref="ModelParameter"/>) and its class, which
/// has a static <c>Definition</c>; 2. a line in <see cref="All"/>; 3. a subclass of the conformance tests (a test fails until it is there);
/// 4. a section in docs/hyper-parameters.md (a test compares it with the record).
/// </remarks>
public static class ModelRegistry
{
    /// <summary>Every kind of model, simplest first.</summary>
    public static IReadOnlyList<ModelDefinition> All { get; } =
    [
        PopularityModel.Definition,
        ItemKnnModel.Definition,
        UserKnnModel.Definition,
        TransitionModel.Definition,
        EaseModel.Definition,
        AlsModel.Definition,
        GraphFilterModel.Definition,
        BprModel.Definition,
        Item2VecModel.Definition,
    ];

    /// <summary>The kind with a name, its own or another that the field uses.</summary>
    /// <exception cref="KindredDataException">There is none; the message lists the names.</exception>
    public static ModelDefinition Get(string name) =>
        All.FirstOrDefault(d => d.IsCalled(name))
            ?? throw new KindredDataException($"There is no model '{name}'; the models are: {string.Join(", ", All.Select(d => d.NameWithAliases))}.");

    /// <summary>Reads a model file of any kind.</summary>
    /// <exception cref="ModelFileException">The file is damaged or of a kind this program does not know.</exception>
    public static IRecommender Load(Stream stream)
    {
        ModelFile file = ModelFile.Read(stream);
        ModelDefinition definition = All.FirstOrDefault(d => d.Name == file.Kind)
            ?? throw new ModelFileException($"The model file is of the kind '{file.Kind}', which this program does not know; the kinds are: {string.Join(", ", All.Select(d => d.Name))}.");
        return definition.Load(file);
    }
}
