namespace Kindred.Models;

/// <summary>A model that describes each product by a vector, for nearest neighbours, an index or an export.</summary>
public interface IItemVectors
{
    /// <summary>Components of a vector.</summary>
    int Factors { get; }

    /// <summary>All vectors, row-major: component j of product i is element i × <see cref="Factors"/> + j.</summary>
    ReadOnlyMemory<float> ItemVectors { get; }
}
