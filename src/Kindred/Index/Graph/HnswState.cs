namespace Kindred.Index;

/// <summary>Everything a search reads; replaced as a whole when memory grows or the index is compacted.</summary>
internal sealed record HnswState(VectorTable Table, CodeTable? Codes, LinkTable Links)
{
    public long SizeBytes => Table.SizeBytes + (Codes?.Codes.SizeBytes ?? 0) + Links.SizeBytes;

    public static HnswState Empty(VectorMetric metric, int dimensions, HnswOptions options, int slots, int rows) => new(
        new VectorTable(metric, dimensions, slots, rows),
        options.Quantization == VectorQuantization.Int8 ? new CodeTable(metric, dimensions, slots) : null,
        new LinkTable(options.MaxLinks, slots));

    /// <summary>This state, or a copy with at least this room; grows by half, so that single additions stay cheap.</summary>
    public HnswState Reserve(int slots, int rows, int upperLength)
    {
        int newSlots = VectorTable.Grown(Table.Capacity, slots);
        int newRows = VectorTable.Grown(Table.RowCapacity, rows);
        int newUpper = VectorTable.Grown((int)Links.Upper.Length, upperLength);
        return (newSlots, newRows, newUpper) == (Table.Capacity, Table.RowCapacity, (int)Links.Upper.Length) ? this
            : new HnswState(Table.Resize(newSlots, newRows), Codes?.Resize(newSlots), Links.Resize(newSlots, newUpper));
    }
}
