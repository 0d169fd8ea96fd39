namespace Kindred.Encoders;

/// <summary>What <see cref="SpellingVectors"/> works with; one a thread.</summary>
internal sealed class SpellingScratch(int dimensions)
{
    public List<int> Parts { get; } = [];

    public float[] Sum { get; } = new float[dimensions];
}
