using Kindred.Domain;
using Kindred.Models;
using Kindred.Neural.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Training;

/// <summary>A learned linear map on the side of what is to be found: "goes with" is not "is like", so the two sides of a pair need not share one space.</summary>
/// <remarks>
/// p goes with a as far as a · normalised(p M). M starts as the identity, so that an encoder begins with what it knows of likeness; the body of the
/// encoder is shared. Kept beside the weights of the encoder, which works without it as any other does.
/// </remarks>
public sealed class AssociationMap : IDisposable
{
    /// <summary>The file beside the encoder's weights.</summary>
    public const string FileName = "association-map.safetensors";

    private const string Kind = "association-map";
    private static readonly Vocabulary NoItems = new([]);

    private AssociationMap(Tensor matrix) => Matrix = new Parameter(matrix);

    /// <summary>M [width × width].</summary>
    public Parameter Matrix { get; }

    /// <summary>The map that changes nothing.</summary>
    /// <param name="width">Width of the vectors.</param>
    public static AssociationMap Identity(int width)
    {
        NativeLibraries.UseTorch();
        return new AssociationMap(eye(width));
    }

    /// <summary>The map of a model folder, or null where it has none.</summary>
    /// <exception cref="ModelFileException">The file is damaged or does not fit the encoder.</exception>
    public static AssociationMap? TryLoad(string folder, int width)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        NativeLibraries.UseTorch();
        using FileStream stream = File.OpenRead(path);
        return new AssociationMap(tensor(ModelFile.Read(stream).Get<float>("matrix", width, width), [width, width]));
    }

    /// <summary>Vectors of things to be found, as they are compared with those of what asks; [n × width], of length 1.</summary>
    public Tensor Apply(Tensor vectors) => vectors.matmul(Matrix).WithUnitRows();

    /// <summary>Writes the map into a model folder.</summary>
    public void Save(string folder)
    {
        var file = new ModelFile(Kind, NoItems);
        file.Put("matrix", Matrix.ToFloats(), Matrix.shape);
        using FileStream stream = File.Create(Path.Combine(folder, FileName));
        file.Write(stream);
    }

    /// <summary>Frees the matrix.</summary>
    public void Dispose() => Matrix.Dispose();
}
