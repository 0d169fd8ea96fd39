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

    [Theory]
    [InlineData("user item rating\nu a 5\nv b 3\n")]
    [InlineData("userId,movieId,rating,timestamp\r\nu,a,5.0,1\r\nv,b,3,2\r\n")]
    [InlineData("user_id:token\titem_id:token\nu\ta\nv\tb\n")]
    [InlineData("u::a::5::978\nv::b::3::979\n")]
    public void Column_names_and_double_colons_are_understood(string text)
    {
        InteractionData data = new SplitReader(SplitFormat.Pairs).Read([Write("p.txt", text)])[0];
        Assert.Equal(["a", "b"], Enumerable.Range(0, data.Items.Count).Select(i => data.Items[i].Value));
        Assert.Equal(2, data.UserCount);
    }

    [Fact]
    public void Compression_is_told_from_the_content()
    {
        string packed = Write("packed.gz", "u a b\n");
        File.Move(packed, Path.Combine(_folder, "packed.txt"));
        Assert.Equal(2, new SplitReader(SplitFormat.UserItems).Read([Path.Combine(_folder, "packed.txt")])[0].Items.Count);
        Assert.Equal(2, new SplitReader(SplitFormat.UserItems).Read([WriteBytes("plain.gz", "u a b\n"u8.ToArray())])[0].Items.Count);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        byte[] packed = File.ReadAllBytes(Write("whole.gz", string.Concat(Enumerable.Range(0, 500).Select(i => $"u{i} a{i * 7919 % 1000} b{i * 104729 % 1000}\n"))));
        var fault = Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.UserItems).Read([WriteBytes("cut.gz", packed[..(packed.Length / 2)])]));
        Assert.Contains("cut.gz' is damaged", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("u\nv\n")]
    public void A_file_without_an_interaction_is_refused(string text) =>
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.UserItems).Read([Write("empty.txt", text)]));

    [Fact]
    public void Ratings_must_be_finite_and_leave_something()
    {
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([Write("nan.txt", "u a NaN")]));
        Assert.Throws<KindredDataException>(() => new SplitReader(SplitFormat.Pairs).Read([Write("low.txt", "u a 2")], minRating: 3));
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
