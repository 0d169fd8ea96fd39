namespace Kindred.Text;

/// <summary>What a size in a title measures; in brackets the base unit that its value is given in.</summary>
public enum Dimension
{
    /// <summary>Volume (ml).</summary>
    Volume,

    /// <summary>Mass (g).</summary>
    Mass,

    /// <summary>Length (m).</summary>
    Length,

    /// <summary>Area (m²).</summary>
    Area,

    /// <summary>Amount of data (bytes).</summary>
    Data,

    /// <summary>Power (W).</summary>
    Power,

    /// <summary>Voltage (V).</summary>
    Voltage,

    /// <summary>Electric charge (Ah).</summary>
    Charge,

    /// <summary>Current (A).</summary>
    Current,

    /// <summary>Frequency (Hz).</summary>
    Frequency,

    /// <summary>Picture elements (pixels).</summary>
    Pixels,

    /// <summary>Pieces in a pack (1).</summary>
    Count,
}
