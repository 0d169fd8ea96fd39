namespace Kindred.Text;

/// <summary>A size that stands in a title.</summary>
/// <param name="Dimension">What it measures.</param>
/// <param name="Value">How much, in the base unit of the dimension (see <see cref="Text.Dimension"/>); above 0.</param>
/// <param name="Text">The size in its one written form, such as <c>1.5l</c>.</param>
public readonly record struct ProductSize(Dimension Dimension, double Value, string Text)
{
    /// <summary>True when two sizes measure the same thing and differ by at most a share, such as 0.005 for 12 fl oz and 355 ml.</summary>
    public bool IsNear(ProductSize other, double tolerance) =>
        Dimension == other.Dimension && Math.Abs(Value - other.Value) <= tolerance * Math.Max(Value, other.Value);
}
