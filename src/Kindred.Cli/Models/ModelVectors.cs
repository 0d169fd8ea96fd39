using DuckDB.NET.Data;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>The product vectors of a trained model: a model file, or one that <c>kindred train</c> left in the workspace.</summary>
internal sealed record ModelVectors(string Name, Vocabulary Products, ReadOnlyMemory<float> Vectors, IReadOnlyList<string?> Titles)
{
    /// <summary>Loads a model's vectors and the titles that the workspace knows.</summary>
    /// <param name="context">The run; its workspace must exist unless a file is named.</param>
    /// <param name="model">Path of a model file, or name of a model.</param>
    /// <exception cref="KindredDataException">There is no such model, or it has no vectors.</exception>
    public static ModelVectors Load(RunContext context, string model)
    {
        bool isFile = File.Exists(model);
        if (isFile && !Workspace.Exists(context.WorkspacePath))
        {
            return Read(model, _ => null);
        }

        if (!isFile && model.AsSpan().ContainsAny('/', '\\', '.'))
        {
            throw new KindredDataException($"There is no file '{model}'. Check the path.");
        }

        using Workspace workspace = Workspaces.Open(context, "export", readOnly: true);
        Dictionary<string, string> titles = TitlesOf(workspace, context.Cancellation);
        return Read(isFile ? model : FileOf(workspace, model), product => titles.GetValueOrDefault(product));
    }

    private static ModelVectors Read(string path, Func<string, string?> titleOf)
    {
        using FileStream stream = File.OpenRead(path);
        IRecommender model = ModelRegistry.Load(stream);
        return model is IItemVectors vectors && vectors.ItemVectors.Span.ContainsAnyExcept(0)
            ? new ModelVectors(model.Name, model.Items, vectors.ItemVectors, [.. Enumerable.Range(0, model.Items.Count).Select(row => titleOf(model.Items[row].Value))])
            : throw new KindredDataException($"The model {model.Name} has no vectors of products, or none as it was trained. Train one that has, such as: kindred train als");
    }

    private static string FileOf(Workspace workspace, string model)
    {
        string name = ModelRegistry.Get(model).Name;
        return workspace.Artifacts.Published($"model-{name}") is { } artifact ? Path.Combine(artifact.Folder, $"{name}.safetensors")
            : throw new KindredDataException($"The workspace has no trained model {name}. Train it first: kindred train {name}");
    }

    private static Dictionary<string, string> TitlesOf(Workspace workspace, CancellationToken cancellation)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Workspaces.HasTable(workspace, "clean_products"))
        {
            return titles;
        }

        using DuckDBDataReader reader = workspace.Query("SELECT product_id, title FROM clean_products WHERE title IS NOT NULL", cancellation);
        while (reader.Read())
        {
            titles[reader.GetString(0)] = reader.GetString(1);
        }

        return titles;
    }
}
