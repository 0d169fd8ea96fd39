namespace Kindred.Text;

/// <summary>A unit of measure.</summary>
/// <param name="Form">Its one written form, such as <c>ml</c>.</param>
/// <param name="Dimension">What it measures.</param>
/// <param name="Factor">How many of the dimension's base unit one of it is.</param>
internal readonly record struct Unit(string Form, Dimension Dimension, double Factor);
