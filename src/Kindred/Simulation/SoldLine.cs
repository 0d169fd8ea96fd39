namespace Kindred.Simulation;

/// <summary>One generated line in compact form; <see cref="OrderLineMapper"/> and <see cref="OrderCsv"/> give it its words.</summary>
internal readonly record struct SoldLine(
    long Order, bool Cancelled, int Customer, DateTime At, int Row, int Quantity, int PriceCents, int DiscountCents, byte Channel, bool LowerCaseId)
{
    /// <summary>The row that stands for postage, which is no product.</summary>
    public const int Postage = -1;

    /// <summary>The row that stands for somebody trying the till.</summary>
    public const int Test = -2;
}
