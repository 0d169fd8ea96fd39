namespace Kindred.Mining.Input;

/// <summary>What a text file of baskets looks like.</summary>
public enum BasketFileFormat
{
    /// <summary>Found out from the first 64 KB: only digits and spaces is <see cref="Fimi"/>, anything else <see cref="Lines"/>, a header with an order and a product column <see cref="Orders"/>.</summary>
    Auto,

    /// <summary>One basket a line, ids separated by spaces or tabs (the form of the FIMI workshops, 2003 and 2004).</summary>
    Fimi,

    /// <summary>One basket a line, labels separated by commas; every label is trimmed, and may stand in double quotes.</summary>
    Lines,

    /// <summary>One order line a row under a header: not a basket file, to be imported as a table.</summary>
    Orders,
}
