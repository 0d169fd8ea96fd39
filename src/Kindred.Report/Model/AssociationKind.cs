namespace Kindred.Report;

/// <summary>What sort of association joins two sides.</summary>
public enum AssociationKind
{
    /// <summary>Not decided.</summary>
    Unknown,

    /// <summary>Bought together more than chance.</summary>
    Complement,

    /// <summary>Serve the same need; chosen instead of each other.</summary>
    Substitute,

    /// <summary>Co-occur, but within what chance explains.</summary>
    Coincidence,

    /// <summary>One tends to follow the other in later orders.</summary>
    Sequence,
}
