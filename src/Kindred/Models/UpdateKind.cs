namespace Kindred.Models;

/// <summary>What an incremental update of a model equals.</summary>
public enum UpdateKind
{
    /// <summary>
    /// The model trained from the beginning on the old and the new interactions together, up to rounding. What a model settled by trying
    /// (<see cref="ItemKnnModel.Settled"/>, <see cref="GraphFilterModel.Settled"/>) stays; what it computes from the data (EASE's penalty) is computed anew.
    /// </summary>
    Exact,

    /// <summary>
    /// Parameters of products stay as trained; users are folded in with old and new interactions, and new products have no scores of their own
    /// until the next training.
    /// </summary>
    FoldIn,
}
