namespace Kindred.Models;

/// <summary>What an incremental update of a model equals.</summary>
public enum UpdateKind
{
    /// <summary>
    /// The model trained from the beginning on the old and the new interactions together, up to rounding, with what its options left open settled as before.
    /// </summary>
    Exact,

    /// <summary>
    /// Parameters of products stay as trained; users are folded in with old and new interactions, and new products have no scores of their own
    /// until the next training.
    /// </summary>
    FoldIn,
}
