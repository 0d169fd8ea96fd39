using Microsoft.Extensions.VectorData;

namespace Kindred.Index.VectorData;

/// <summary>Sorts stored records by the properties a caller names: texts by their UTF-16 units, missing values first.</summary>
internal static class RecordOrder
{
    private static readonly Comparer<object?> Values = Comparer<object?>.Create((a, b) =>
        a is string x && b is string y ? string.CompareOrdinal(x, y) : Comparer<object?>.Default.Compare(a, b));

    /// <summary>The records in the order asked for; as they come where none is asked for.</summary>
    public static IEnumerable<StoredRecord> Sort<TRecord>(
        RecordSchema schema,
        IEnumerable<StoredRecord> records,
        Func<FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition, FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition>? order)
        where TRecord : class
    {
        IOrderedEnumerable<StoredRecord>? sorted = null;
        foreach (FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition.SortInfo by in order?.Invoke(new()).Values ?? [])
        {
            int place = schema.IndexOf(schema.Model.GetDataOrKeyProperty(by.PropertySelector));
            object? KeyOf(StoredRecord record) => record.Values[place];
            sorted = (sorted, by.Ascending) switch
            {
                (null, true) => records.OrderBy(KeyOf, Values),
                (null, false) => records.OrderByDescending(KeyOf, Values),
                (_, true) => sorted.ThenBy(KeyOf, Values),
                (_, false) => sorted.ThenByDescending(KeyOf, Values),
            };
        }

        return sorted ?? records;
    }
}
