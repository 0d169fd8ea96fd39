using System.Numerics.Tensors;
using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Neural.Associations;

/// <summary>The learned half of a companion encoder: for each product that sells, the vector that titles of its companions point to.</summary>
/// <remarks>Score of product j for the vector q of a title: q · v(j) × scale + bias(j), a logit of the softmax it was trained with. Immutable and thread-safe.</remarks>
public sealed class CompanionTable
{
    /// <summary>The file beside the encoder's weights.</summary>
    public const string FileName = "companions.safetensors";

    private const string Kind = "companion-table";

    private readonly float[] _vectors;
    private readonly float[] _biases;

    internal CompanionTable(Vocabulary items, float[] vectors, float[] biases, int learnedFrom) => (Items, _vectors, _biases, LearnedFrom) = (items, vectors, biases, learnedFrom);

    /// <summary>The products.</summary>
    public Vocabulary Items { get; }

    /// <summary>Width of the vectors.</summary>
    public int Dimensions => _vectors.Length / Items.Count;

    /// <summary>Products with companions of their own, from which it was learned.</summary>
    public int LearnedFrom { get; }

    /// <summary>Scores all products as companions of a title.</summary>
    /// <param name="title">The title's vector by the encoder that was trained with this table, of length 1.</param>
    /// <param name="scores">One score a product.</param>
    public void ScoreAll(ReadOnlySpan<float> title, Span<float> scores)
    {
        int width = Dimensions;
        ArgumentOutOfRangeException.ThrowIfNotEqual(title.Length, width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Items.Count);
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = TensorPrimitives.Dot(title, _vectors.AsSpan(row * width, width)) + _biases[row];
        }
    }

    /// <summary>Writes the table; equal tables give equal bytes.</summary>
    public void Save(Stream stream)
    {
        var file = new ModelFile(Kind, Items);
        file.Put("vectors", _vectors, Items.Count, Dimensions);
        file.Put("biases", _biases);
        file.Put("learned-from", LearnedFrom.ToString(System.Globalization.CultureInfo.InvariantCulture));
        file.Write(stream);
    }

    /// <summary>Reads a table that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds something else.</exception>
    public static CompanionTable Load(Stream stream)
    {
        var file = ModelFile.Read(stream);
        return file.Kind == Kind && file.Items.Count > 0
            ? new CompanionTable(file.Items, file.Get<float>("vectors", file.Items.Count, -1), file.Get<float>("biases", file.Items.Count), file.Number("learned-from"))
            : throw new ModelFileException($"The file holds a model of the kind '{file.Kind}', not '{Kind}'.");
    }
}
