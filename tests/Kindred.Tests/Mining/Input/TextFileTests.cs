using System.IO.Compression;
using System.Text;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining.Input;

namespace Kindred.Tests.Mining.Input;

public sealed class TextFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Text_is_read_whatever_its_packing_its_name_and_its_byte_order_mark()
    {
        byte[] text = "茶\tpot\r\n🫖"u8.ToArray();
        foreach (string path in new[]
        {
            Write("plain.gz", text),
            Write("packed.txt", Packed(text)),
            Write("marked.txt", [0xEF, 0xBB, 0xBF, .. text]),
            Write("wide.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("茶\tpot\r\n🫖")]),
        })
        {
            Assert.Equal(["茶\tpot", "🫖"], TextFile.ReadLines(path, CancellationToken.None));
        }
    }

    [Fact]
    public void Bytes_of_another_encoding_are_refused_and_not_replaced()
    {
        foreach (byte[] mark in new byte[][] { [], [0xEF, 0xBB, 0xBF] })
        {
            string path = Write("gb.txt", [.. mark, 0xB2, 0xE8, 0xBA, 0xF8, (byte)'\n']);
            var fault = Assert.Throws<KindredDataException>(() => TextFile.ReadLines(path, CancellationToken.None));
            Assert.Contains("gb.txt' is not UTF-8", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_missing_a_folder_or_cut_off_is_named()
    {
        Assert.Contains("There is no file", Refused(Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.Contains("is a folder", Refused(_folder), StringComparison.Ordinal);
        byte[] packed = Packed(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 2000).Select(i => i * 7919 % 10007))));
        Assert.Contains("damaged or cut off", Refused(Write("cut.gz", packed[..(packed.Length / 2)])), StringComparison.Ordinal);
    }

    [Fact]
    public void Readers_of_tables_and_pairs_refuse_a_file_that_was_cut_off()
    {
        byte[] packed = Packed(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"tea {i * 7919 % 10007}\tpot {i}\t1\n"))));
        Assert.Throws<KindredDataException>(() => MatchingTask.ReadPairs(Write("cut.gz", packed[..(packed.Length / 2)]), CancellationToken.None));
    }

    private static string Refused(string path) => Assert.Throws<KindredDataException>(() => TextFile.ReadLines(path, CancellationToken.None)).Message;

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
