namespace Kindred.Index;

/// <summary>Where the vectors to be inserted come from.</summary>
internal interface IVectorSource
{
    /// <summary>The vector of the i-th row to be inserted.</summary>
    ReadOnlySpan<float> this[int i] { get; }
}

/// <summary>Vectors one after the other, as callers give them.</summary>
internal sealed class PackedVectors(ReadOnlyMemory<float> vectors, int dimensions) : IVectorSource
{
    public ReadOnlySpan<float> this[int i] => vectors.Span.Slice(i * dimensions, dimensions);
}

/// <summary>The present vectors of rows of another table.</summary>
internal sealed class StoredVectors(VectorTable table, int[] rows) : IVectorSource
{
    public ReadOnlySpan<float> this[int i] => table.Components(table.Find(rows[i]));
}
