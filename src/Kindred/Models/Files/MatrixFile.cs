using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Matrices in model files: a sparse one as three tensors named after it, vectors as one tensor, one row a product.</summary>
internal static class MatrixFile
{
    /// <summary>Bytes of a matrix in memory.</summary>
    public static long SizeBytes(SparseMatrix matrix) => (8L * matrix.StoredCount) + (4L * (matrix.RowCount + 1));

    public static void Put(ModelFile file, string name, SparseMatrix matrix)
    {
        file.Put(name + ".offsets", matrix.Offsets.ToArray());
        file.Put(name + ".columns", matrix.AllColumns.ToArray());
        file.Put(name + ".values", matrix.AllValues.ToArray());
    }

    /// <summary>Reads a matrix with a known number of columns.</summary>
    /// <exception cref="ModelFileException">The tensors are not there or are no such matrix.</exception>
    public static SparseMatrix Get(ModelFile file, string name, int columnCount)
    {
        int[] offsets = file.Get<int>(name + ".offsets", -1);
        try
        {
            return new SparseMatrix(offsets.Length - 1, columnCount, offsets, file.Get<int>(name + ".columns", -1), file.Get<float>(name + ".values", -1));
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException($"The matrix '{name}' of the model file is damaged: {e.Message}", e);
        }
    }

    public static void Put(ModelFile file, string name, FactorMatrix vectors) => file.Put(name, vectors.Elements, vectors.Rows, vectors.Factors);

    /// <summary>Reads a vector for each product of the file.</summary>
    /// <exception cref="ModelFileException">The tensor is not there or has another shape.</exception>
    public static FactorMatrix GetVectors(ModelFile file, string name, int factors) => new(factors, file.Get<float>(name, file.Items.Count, factors));

    /// <summary>Reads interactions kept with <see cref="Put(ModelFile, string, SparseMatrix)"/>; their order is not kept.</summary>
    public static InteractionData GetInteractions(ModelFile file, string name)
    {
        SparseMatrix matrix = Get(file, name, file.Items.Count);
        return new InteractionData(file.Items, matrix.Offsets.ToArray(), matrix.AllColumns.ToArray(), matrix.AllValues.ToArray(), sequence: null);
    }
}
