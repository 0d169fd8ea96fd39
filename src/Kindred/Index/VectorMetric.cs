namespace Kindred.Index;

/// <summary>How alike two vectors are. Scores are always "higher is better".</summary>
public enum VectorMetric
{
    /// <summary>Cosine of the angle, −1 to 1; vectors are normalised when they come in, and the zero vector has score 0 with all.</summary>
    Cosine,

    /// <summary>Inner product, for factor models whose norms mean something.</summary>
    Dot,

    /// <summary>Minus the squared Euclidean distance, 0 at best.</summary>
    Euclidean,
}
