using System.IO.Compression;
using System.Text;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Tests.Evaluation;

public sealed class SplitReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parts_share_one_numbering()
    {
        string train = Write("train.txt", "u a b\nv b\n\n");
        string test = Write("test.txt.gz", "v c a\nw\n");
        IReadOnlyList<InteractionData> parts = new SplitReader(SplitFormat.UserItems).Read([train, test]);
        Assert.Equal(["a", "b", "c"], Enumerable.Range(0, 3).Select(i => parts[0].Items[i].Value));
        Assert.Equal(3, parts[0].UserCount);
        Assert.Equal([0, 2], parts[1].UserItems.Columns(1).ToArray());
        Assert.False(parts[0].HasOrder);
    }

    [Fact]
    public void Sequences_keep_their_order_and_repeats()
    {
        InteractionData data = new SplitReader(SplitFormat.Sequences).Read([Write("s.txt", "u b a b")])[0];
        Assert.Equal([0, 1, 0], data.Sequence(0).ToArray());
        Assert.Equal(2, data.UserItems.Values(0)[0]);
    }

    [Fact]
    public void Pairs_with_times_are_put_in_order_by_them()
    {
        InteractionData data = new SplitReader(SplitFormat.Pairs).Read([Write("timed.txt", "u a 5 30\nu b 4 10\nv c 1 7\nu c 5 20")])[0];
        Assert.Equal(["b", "c", "a"], data.Sequence(0).ToArray().Select(row => data.Items[row].Value));
        Assert.Equal([10, 20, 30], data.UnixSeconds(0));
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([Write("bad.txt", "u a 5 yesterday")]));
    }

    [Fact]
    public void Pairs_may_have_ratings_and_low_ones_can_be_left_out()
    {
        string path = Write("p.txt", "u\ta\t5\nu,b,2.5\nv a\n");
        Assert.Equal(3, new SplitReader(SplitFormat.Pairs).Read([path])[0].UserItems.StoredCount);
        Assert.Equal(2, new SplitReader(SplitFormat.Pairs).Read([path], minRating: 3)[0].UserItems.StoredCount);
    }

    [Fact]
    public void Another_format_is_named_with_its_line()
    {
        var fault = Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([Write("p.txt", "u a\nu a b c d e")]));
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("user-items", fault.Message, StringComparison.Ordinal);
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([Path.Combine(_folder, "absent")]));
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([WriteBytes("bad.gz", [1, 2, 3])]));
    }

    private string Write(string name, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            return WriteBytes(name, bytes);
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return WriteBytes(name, packed.ToArray());
    }

    private string WriteBytes(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
