using System.Buffers.Text;
using System.Text;

namespace Kindred.Simulation;

/// <summary>Writes order lines straight to UTF-8 CSV, without objects or strings: the path of files of hundreds of millions of lines.</summary>
/// <remarks>No field can hold a comma, quote or line break, so none is quoted. Not thread-safe.</remarks>
internal sealed class OrderCsv
{
    private const int LongestLine = 256;

    private readonly OrderLineMapper _mapper;
    private readonly Customers _customers;
    private readonly byte[][] _ids;
    private readonly Stream _output;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    public OrderCsv(Catalogue catalogue, Customers customers, OrderLineMapper mapper, Stream output)
    {
        _mapper = mapper;
        _customers = customers;
        _output = output;
        _ids = [.. Enumerable.Range(0, catalogue.Count).Select(row => Encoding.ASCII.GetBytes(catalogue.IdOf(row)))];
        Put("order_id,product_id,customer_id,ordered_at,quantity,unit_price,discount,store,channel,promotion_id\n"u8);
    }

    public void Write(SoldLine line)
    {
        if (_buffer.Length - _used < LongestLine)
        {
            Flush();
        }

        if (line.Cancelled)
        {
            Put("C"u8);
        }

        Put(OrderLineMapper.FirstOrder + line.Order);
        PutSeparated(line.Row >= 0 && !line.LowerCaseId ? _ids[line.Row] : Encoding.ASCII.GetBytes(_mapper.ProductText(line)));
        Put(","u8);
        Put(OrderLineMapper.FirstCustomer + line.Customer);
        PutTime(line.At);
        Put(","u8);
        Put(line.Quantity);
        Put(","u8);
        PutMoney(line.PriceCents);
        Put(","u8);
        if (line.DiscountCents != 0)
        {
            PutMoney(line.DiscountCents);
        }

        PutText(_customers.RegionOf(line.Customer));
        PutText(OrderLineMapper.Channels[line.Channel]);
        PutText(line.DiscountCents != 0 ? "FLYER-" : "");
        if (line.DiscountCents != 0)
        {
            Put(_mapper.WeekOf(line));
        }

        Put("\n"u8);
    }

    public void Flush()
    {
        _output.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int written);
        _used += written;
    }

    private void PutSeparated(ReadOnlySpan<byte> bytes)
    {
        Put(","u8);
        Put(bytes);
    }

    private void PutText(string text)
    {
        Put(","u8);
        _used += Encoding.ASCII.GetBytes(text, _buffer.AsSpan(_used));
    }

    private void PutTime(DateTime at)
    {
        Put(","u8);
        at.TryFormat(_buffer.AsSpan(_used), out int written, "yyyy-MM-dd HH:mm:ss", null);
        _used += written;
    }

    private void PutMoney(int cents)
    {
        if (cents < 0)
        {
            Put("-"u8);
        }

        Put(Math.Abs(cents / 100));
        int rest = Math.Abs(cents % 100);
        Put([(byte)'.', (byte)('0' + (rest / 10)), (byte)('0' + (rest % 10))]);
    }
}
