namespace Kindred.Index;

/// <summary>What the walk through the graph compares. Answers carry exact float32 scores either way.</summary>
public enum VectorQuantization
{
    /// <summary>The float32 vectors themselves.</summary>
    None,

    /// <summary>Codes of one byte a component, scaled by each vector's largest component; the best are scored again exactly.</summary>
    Int8,
}
