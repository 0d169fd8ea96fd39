using System.IO.Compression;
using System.Text;
using CsCheck;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Tests.Evaluation;

/// <summary>Files of any origin are read or refused with a reason, never with another kind of failure.</summary>
public sealed class SplitReaderFuzzTests : IDisposable
{
    private static readonly Gen<SplitFormat> Formats = OneOf(SplitFormat.UserItems, SplitFormat.Pairs, SplitFormat.Sequences);

    private static readonly Gen<string> Fields = Gen.Select(Gen.Bool, OneOf("u", "v", "a", "b", "-1", "5", "NaN", "1e400", "-1e308", "99999999999999999999", "-9223372036854775808", "1767225600", "\0", "\uFEFF", "日本"),
        Gen.String[Gen.Char['\u0001', '\u00ff'], 0, 6], (known, one, any) => known ? one : any);

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_bytes_are_read_or_refused() => Gen.Select(Formats, Gen.Byte.Array[0, 400], OneOf(".txt", ".gz", ".zst"))
        .Sample((format, bytes, suffix) => ReadOrRefuse(format, suffix, bytes), threads: 1);

    [Fact]
    public void Lines_of_odd_fields_are_read_or_refused() => Gen.Select(Formats, Fields.Array[0, 7].Array[0, 12], OneOf("\n", "\r\n", "\r"), Gen.Bool)
        .Sample((format, lines, end, packed) =>
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Join(end, lines.Select(fields => string.Join(' ', fields))));
            ReadOrRefuse(format, packed ? ".gz" : ".txt", packed ? Pack(text) : text);
        }, threads: 1);

    [Fact]
    public void Packed_files_with_flipped_bits_are_read_or_refused()
    {
        byte[] whole = Pack(Encoding.UTF8.GetBytes(Lines(300)));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((position, bit) =>
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= (byte)(1 << bit);
            ReadOrRefuse(SplitFormat.Pairs, ".gz", damaged);
        }, threads: 1);
    }

    // Half a file read as if it were whole would give other figures without a word.
    [Fact]
    public void A_packed_file_that_was_cut_short_is_refused()
    {
        byte[] whole = Pack(Encoding.UTF8.GetBytes(Lines(300)));
        for (int length = 1; length < whole.Length; length += 7)
        {
            Assert.Throws<KindredDataException>(() => Read(SplitFormat.Pairs, ".gz", whole[..length]));
        }
    }

    [Theory]
    [InlineData("u a\nu\0b\n", "zero character")]
    [InlineData("u a NaN", "line 1: expected")]
    [InlineData("u a 5 1767225600000", "line 1: expected")]
    [InlineData("u a\r\nu a b c d e", "line 2: expected")]
    [InlineData("u a\ru a b c d e", "line 2: expected")]
    public void What_is_wrong_is_named(string text, string reason)
    {
        var fault = Assert.Throws<KindredDataException>(() => Read(SplitFormat.Pairs, ".txt", Encoding.UTF8.GetBytes(text)));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_packed_is_known_by_its_first_bytes_and_other_binary_files_are_refused()
    {
        byte[] packed = Pack(Encoding.UTF8.GetBytes(Lines(300)));
        Assert.Equal(37, Read(SplitFormat.Pairs, ".txt", packed).UserCount);
        var fault = Assert.Throws<KindredDataException>(() => Read(SplitFormat.UserItems, ".bz2", [(byte)'B', (byte)'Z', (byte)'h', .. packed[30..80]]));
        Assert.Contains("not UTF-8 text", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        byte[] packed = Pack(Encoding.UTF8.GetBytes(new string('x', BoundedLines.MostCharacters + 1)));
        Assert.Contains("longer than", Assert.Throws<KindredDataException>(() => Read(SplitFormat.UserItems, ".gz", packed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lines_and_byte_order_marks_are_read()
    {
        string line = $"u {string.Join(' ', Enumerable.Range(0, 200_000))}";
        InteractionData data = Read(SplitFormat.UserItems, ".txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(line)]);
        Assert.Equal((1, 200_000), (data.UserCount, data.ItemCount));
        Assert.Equal("u2", Read(SplitFormat.Pairs, ".txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("u1 u2")]).Items[0].Value);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"u{i % 37} i{i * 7919 % 101} {i % 5}\n"));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    // Anything but a refusal of the file's own kind fails the test.
    private void ReadOrRefuse(SplitFormat format, string suffix, byte[] bytes)
    {
        try
        {
            Assert.InRange(Read(format, suffix, bytes).UserCount, 0, 2 * (bytes.Length + 1000));
        }
        catch (KindredDataException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private InteractionData Read(SplitFormat format, string suffix, byte[] bytes)
    {
        string path = Path.Combine(_folder, "part" + suffix);
        File.WriteAllBytes(path, bytes);
        return new SplitReader(format).Read([path], cancellation: TestContext.Current.CancellationToken)[0];
    }
}
