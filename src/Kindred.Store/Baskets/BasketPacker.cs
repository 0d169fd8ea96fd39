using System.Runtime.InteropServices;
using Kindred.Domain;
using Kindred.Mining;
using Kindred.Mining.Input;

namespace Kindred.Store.Baskets;

/// <summary>Makes baskets of order lines in memory: ids are numbered as bytes, lines are put into baskets by counting.</summary>
/// <remarks>Lines of an order mostly follow each other; such a run costs one look-up. About 24 bytes a line and 60 an order while it works.</remarks>
internal sealed class BasketPacker(int lineCount, bool customers, bool segments)
{
    /// <summary>Memory while packing, a line; an order of one line included.</summary>
    public const int BytesPerLine = 84;

    private readonly LabelTable _orders = new();
    private readonly LabelTable _products = new();
    private readonly OrderLabels? _customers = customers ? new OrderLabels() : null;
    private readonly OrderLabels? _segments = segments ? new OrderLabels() : null;
    private readonly int[] _lines = new int[lineCount];
    private readonly List<(int Order, int Start)> _runs = [];
    private readonly List<long> _times = [];
    private int _count;

    /// <summary>Takes the lines: order id, product id, time, and where asked for customer and segment.</summary>
    public void Read(LineChunks chunks, CancellationToken cancellation)
    {
        while (chunks.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            int order = 0;
            for (int row = 0; row < chunks.Count; row++)
            {
                bool sameOrder = chunks.IsRepeated(0, row);
                order = sameOrder ? order : Order(chunks.Text(0, row));
                _lines[_count++] = _products.Number(chunks.Text(1, row));
                if (!chunks.IsNull(2, row))
                {
                    long time = chunks.Microseconds(2, row);
                    ref long first = ref CollectionsMarshal.AsSpan(_times)[order];
                    first = first == long.MinValue ? time : Math.Min(first, time);
                }

                _customers?.Add(order, sameOrder, chunks, 3, row);
                _segments?.Add(order, sameOrder, chunks, _customers is null ? 3 : 4, row);
            }
        }
    }

    /// <summary>The products by id, the row of each is its place.</summary>
    public string[] ProductIds() => [.. Ranked(_products).Select(_products.Text)];

    /// <summary>Baskets by time, then by order id, with the time (UTC) of each.</summary>
    public (BasketSet Baskets, DateTime[]? Times, BasketLabels? Customers, BasketLabels? Segments) Pack(Vocabulary products)
    {
        int[] orders = OrdersInTime();
        int[] basketOf = Inverse(orders);
        (int[] offsets, int[] rows) = Scatter(basketOf, Inverse(Ranked(_products)));
        MakeDistinct(offsets, rows);
        DateTime[]? times = _times.TrueForAll(t => t == long.MinValue)
            ? null
            : Array.ConvertAll(orders, o => _times[o] == long.MinValue ? default : DateTime.UnixEpoch.AddMicroseconds(_times[o]));
        return (new BasketSet(products, offsets, rows), times, _customers?.By(orders), _segments?.By(orders));
    }

    private int Order(ReadOnlySpan<byte> id)
    {
        if (_runs.Count > 0 && _orders.Bytes(_runs[^1].Order).SequenceEqual(id))
        {
            return _runs[^1].Order;
        }

        int order = _orders.Number(id);
        if (order == _times.Count)
        {
            _times.Add(long.MinValue);
        }

        _runs.Add((order, _count));
        return order;
    }

    private int[] OrdersInTime()
    {
        int[] orders = Enumerable.Range(0, _orders.Count).ToArray();
        long[] times = [.. _times];
        Array.Sort(times, orders);
        Comparison<int> byId = (a, b) => _orders.Bytes(a).SequenceCompareTo(_orders.Bytes(b));
        for (int start = 0; start < orders.Length;)
        {
            int end = start + 1;
            while (end < orders.Length && times[end] == times[start])
            {
                end++;
            }

            if (end > start + 1)
            {
                orders.AsSpan(start..end).Sort(byId);
            }

            start = end;
        }

        return orders;
    }

    // Counting sort of the runs by basket.
    private (int[] Offsets, int[] Rows) Scatter(int[] basketOf, int[] productRows)
    {
        var offsets = new int[basketOf.Length + 1];
        for (int run = 0; run < _runs.Count; run++)
        {
            offsets[basketOf[_runs[run].Order] + 1] += End(run) - _runs[run].Start;
        }

        for (int basket = 0; basket < basketOf.Length; basket++)
        {
            offsets[basket + 1] += offsets[basket];
        }

        int[] next = offsets[..^1];
        var rows = new int[_count];
        for (int run = 0; run < _runs.Count; run++)
        {
            ref int at = ref next[basketOf[_runs[run].Order]];
            for (int line = _runs[run].Start; line < End(run); line++)
            {
                rows[at++] = productRows[_lines[line]];
            }
        }

        return (offsets, rows);
    }

    private int End(int run) => run + 1 < _runs.Count ? _runs[run + 1].Start : _count;

    private static void MakeDistinct(int[] offsets, int[] rows)
    {
        int count = 0;
        int start = 0;
        for (int basket = 0; basket < offsets.Length - 1; basket++)
        {
            int end = offsets[basket + 1];
            rows.AsSpan(start..end).Sort();
            for (int i = start; i < end; i++)
            {
                if (count == offsets[basket] || rows[count - 1] != rows[i])
                {
                    rows[count++] = rows[i];
                }
            }

            start = end;
            offsets[basket + 1] = count;
        }
    }

    internal static int[] Ranked(LabelTable labels)
    {
        int[] order = [.. Enumerable.Range(0, labels.Count)];
        Array.Sort(order, (a, b) => labels.Bytes(a).SequenceCompareTo(labels.Bytes(b)));
        return order;
    }

    internal static int[] Inverse(int[] order)
    {
        var place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        return place;
    }
}
