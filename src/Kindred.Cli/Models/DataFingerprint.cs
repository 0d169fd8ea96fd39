using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Cli.Models;

/// <summary>Hashes of what models are trained on, for the keys of artefacts.</summary>
internal static class DataFingerprint
{
    public static string Of(InteractionData data)
    {
        var hash = new XxHash3();
        hash.Append(MemoryMarshal.AsBytes(data.UserItems.Offsets));
        hash.Append(MemoryMarshal.AsBytes(data.UserItems.AllColumns));
        hash.Append(MemoryMarshal.AsBytes(data.UserItems.AllValues));
        hash.Append(MemoryMarshal.AsBytes(data.UserSegments.Span));
        for (int user = 0; user < data.UserCount && data.HasTimes; user++)
        {
            hash.Append(MemoryMarshal.AsBytes(data.UnixSeconds(user)));
        }

        for (int user = 0; user < data.UserCount && data.HasOrder; user++)
        {
            hash.Append(MemoryMarshal.AsBytes(data.Sequence(user)));
        }

        return $"{data.Items.Fingerprint:x16}-{hash.GetCurrentHashAsUInt64():x16}";
    }

    public static string Of(BasketHistory history)
    {
        var hash = new XxHash3();
        hash.Append(MemoryMarshal.AsBytes(history.Baskets.Offsets));
        hash.Append(MemoryMarshal.AsBytes(history.Baskets.Rows));
        hash.Append(MemoryMarshal.AsBytes<long>(history.UnixSeconds.ToArray()));
        hash.Append(MemoryMarshal.AsBytes<int>(history.Customers.ToArray()));
        hash.Append(MemoryMarshal.AsBytes<int>(history.Segments.ToArray()));
        return $"{history.Baskets.Products.Fingerprint:x16}-{hash.GetCurrentHashAsUInt64():x16}";
    }
}
