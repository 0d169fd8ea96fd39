namespace Kindred.Neural.CrossEncoders;

/// <summary>What the segment number of a token tells the model.</summary>
public enum PairMarking
{
    /// <summary>The side the token is of, 0 or 1, as the tokeniser frames pairs: what models of Hugging Face are trained with.</summary>
    Sides,

    /// <summary>The side, and whether the token's word stands on the other side too, exactly or nearly, words and codes apart: 12 segments.</summary>
    SharedWords,
}
