using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;
using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class ModelFileTests
{
    [Fact]
    public void What_was_put_in_comes_out()
    {
        ModelFile file = ModelFile.Read(new MemoryStream(Sample()));
        Assert.Equal("popularity", file.Kind);
        Assert.Equal(["a", "ü\n", "商品"], Enumerable.Range(0, 3).Select(i => file.Items[i].Value));
        Assert.Equal([1.5f, -2, 0, 4, 5, 6], file.Get<float>("factors", 2, 3));
        Assert.Equal([7L], file.Get<long>("step", 1));
        Assert.Equal("0.5", file.Text("note"));
    }

    [Fact]
    public void Any_reader_of_safetensors_understands_it()
    {
        // The format note: 8 bytes length, JSON, data; offsets count from the end of the JSON.
        byte[] bytes = Sample();
        int head = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, head % 8);
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(8, head));
        JsonElement factors = json.RootElement.GetProperty("factors");
        Assert.Equal("F32", factors.GetProperty("dtype").GetString());
        Assert.Equal([2, 3], factors.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()));
        int start = factors.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(0, start % 4);
        Assert.Equal(1.5f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + head + start)));
        Assert.All(json.RootElement.GetProperty("__metadata__").EnumerateObject(), p => Assert.Equal(JsonValueKind.String, p.Value.ValueKind));
    }

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        byte[] bytes = Sample();
        for (int i = 0; i < bytes.Length * 8; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Throws<ModelFileException>(() => ModelFile.Read(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Every_cut_and_every_addition_is_found()
    {
        byte[] bytes = Sample();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ModelFileException>(() => ModelFile.Read(new MemoryStream(bytes[..length])));
        }

        Assert.Throws<ModelFileException>(() => ModelFile.Read(new MemoryStream([.. bytes, 0])));
    }

    [Fact]
    public void Whatever_the_bytes_only_the_stated_exception_comes_out()
    {
        // Heads that are JSON of the right sort but wrong in what they say, and plain noise.
        string[] words =
        [
            "{", "}", "[", "]", ":", ",", "\"checksum\":\"xxh3:0000000000000000\"", "\"__metadata__\"", "\"a\"", "\"dtype\":\"F32\"", "\"shape\":[2]",
            "\"data_offsets\":[0,8]", "\"data_offsets\":[8,0]", "\"data_offsets\":[-1,9223372036854775807]", "\"shape\":[9223372036854775807,9]",
            "null", "1e999", "\"\\u0000\"",
        ];
        Gen<byte[]> heads = Gen.Int[0, words.Length - 1].Array[0, 14].Select(picks => Framed(string.Concat(picks.Select(p => words[p]))));
        Gen.OneOf(heads, Gen.Byte.Array[0, 64]).Sample(bytes =>
        {
            try
            {
                ModelFile.Read(new MemoryStream(bytes));
                return false;
            }
            catch (ModelFileException)
            {
                return true;
            }
        });
    }

    [Fact]
    public void A_model_of_another_kind_or_shape_is_refused()
    {
        ModelFile file = ModelFile.Read(new MemoryStream(Sample()));
        Assert.Throws<ModelFileException>(() => file.Get<float>("factors", 3, 2));
        Assert.Throws<ModelFileException>(() => file.Get<int>("factors", 2, 3));
        Assert.Throws<ModelFileException>(() => file.Get<float>("absent", 1));
        Assert.Throws<ModelFileException>(() => PopularityModel.Definition.Load(file));
        var unknown = new MemoryStream();
        new ModelFile("no-such-model", new Vocabulary(["a"])).Write(unknown);
        unknown.Position = 0;
        Assert.Contains("popularity", Assert.Throws<ModelFileException>(() => ModelRegistry.Load(unknown)).Message, StringComparison.Ordinal);
    }

    private static byte[] Sample()
    {
        var file = new ModelFile("popularity", new Vocabulary(["a", "ü\n", "商品"]));
        file.Put("factors", new[] { 1.5f, -2, 0, 4, 5, 6 }, 2, 3);
        file.Put("step", new[] { 7L });
        file.Put("note", "0.5");
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Framed(string head)
    {
        byte[] text = Encoding.UTF8.GetBytes(head);
        byte[] bytes = new byte[8 + text.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes.AsSpan(8));
        return bytes;
    }
}
