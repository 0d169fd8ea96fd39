using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

public class ModelCompressTests
{
    [Fact]
    public async Task The_shipped_encoder_is_compressed_and_the_smaller_one_is_used_and_exported()
    {
        using var folder = new TemporaryFolder();
        string[] things = ["shoe", "sock", "lamp", "garden hose", "phone case", "coffee mug"];
        folder.Write("texts.txt", string.Concat(Enumerable.Range(0, 120).Select(i => $"{things[i % 6]} size {i} acme{i % 7}\n")));
        JsonElement result = (await RunAsync("model", "compress", "shipped", "--layers", "1", "--prune-heads", "1", "--texts", "texts.txt", "--output", "small", "--epochs", "2", "--json")).Expect(0).Json();
        Assert.Equal(1, result.GetProperty("layers").GetInt32());
        Assert.Equal(new FileInfo(Path.Combine(folder.Location, "small", "model.safetensors")).Length, result.GetProperty("bytes").GetInt64());
        Assert.True(result.GetProperty("cosine").GetDouble() > result.GetProperty("cosine_before").GetDouble());
        (await RunAsync("encode", "texts.txt", "--encoder", "small", "--output", "v.jsonl")).Expect(0);
        Assert.Equal(120, File.ReadLines(Path.Combine(folder.Location, "v.jsonl")).Count());
        (await RunAsync("model", "export", "small", "--precision", "Int8", "--output", "small.onnx")).Expect(0);
        Assert.Contains("Nothing is to go", (await RunAsync("model", "compress", "small", "--texts", "texts.txt", "--output", "same")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("own folder", (await RunAsync("model", "compress", "small", "--layers", "1", "--texts", "texts.txt", "--output", "small")).Expect(1).Error, StringComparison.Ordinal);

        Task<KindredProcess.Outcome> RunAsync(params string[] arguments) => KindredProcess.RunAsync(folder.Location, [.. arguments, "--quiet"]);
    }
}
