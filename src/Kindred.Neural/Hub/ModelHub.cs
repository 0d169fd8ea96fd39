using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kindred.Domain;
using Kindred.Neural.Files;

namespace Kindred.Neural.Hub;

/// <summary>Settings of <see cref="ModelHub"/>.</summary>
public sealed record ModelHubOptions
{
    /// <summary>Address of the hub or of a mirror that answers as it does.</summary>
    public required Uri Address { get; init; }

    /// <summary>Folder that models are kept in.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the network may not be used: models that are there are found, others are not fetched.</summary>
    public bool Offline { get; init; }

    /// <summary>Largest model in bytes. Default 8 GB.</summary>
    public long LargestModel { get; init; } = 8L << 30;
}

/// <summary>Fetches encoders from a hub that answers as Hugging Face's does: list of files, then each file, resumed where it broke off, checked by SHA-256.</summary>
/// <remarks>Only the files an encoder needs are taken, none that can run code. A model is in place only when all of it is.</remarks>
public sealed partial class ModelHub(HttpClient client, ModelHubOptions options)
{
    private static readonly string[] Wanted =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json", "modules.json", "sentence_bert_config.json",
        "model.safetensors", "model.safetensors.index.json", "README.md",
    ];

    /// <summary>The folder of a model, fetched when it is not there.</summary>
    /// <param name="name">"organisation/name".</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="progress">Told of the bytes; null for none.</param>
    /// <param name="cancellation">Stops; what has come is kept for the next attempt.</param>
    /// <exception cref="KindredDataException">The name is none, the hub does not have it or cannot be reached, or a file is not what the hub says.</exception>
    public async Task<string> GetAsync(string name, string revision = "main", IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!ModelName().IsMatch(name) || !Revision().IsMatch(revision))
        {
            throw new KindredDataException($"'{name}' at '{revision}' is not a model's name; it should look like organisation/name.");
        }

        string target = FolderOf(name, revision);
        if (Directory.Exists(target))
        {
            return target;
        }

        if (options.Offline)
        {
            throw new KindredDataException($"{name} is not in {options.Folder}, and the network may not be used (offline).");
        }

        string part = target + ".part";
        Directory.CreateDirectory(part);
        HubFile[] files = await ListAsync(name, revision, cancellation);
        foreach (HubFile file in files)
        {
            await FetchAsync(name, revision, file, ModelFolder.Inside(part, file.Path), progress, cancellation);
        }

        Directory.Move(part, target);
        return target;
    }

    /// <summary>The models in the folder, with their sizes.</summary>
    public IReadOnlyList<(string Name, string Folder, long Bytes)> List() => !Directory.Exists(options.Folder) ? [] :
        [.. Directory.GetDirectories(options.Folder).Where(d => !d.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(d => (Path.GetFileName(d).Replace("--", "/", StringComparison.Ordinal), d, new DirectoryInfo(d).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length)))];

    private string FolderOf(string name, string revision)
    {
        string folder = name.Replace("/", "--", StringComparison.Ordinal);
        return Path.Combine(options.Folder, revision == "main" ? folder : $"{folder}@{revision}");
    }

    private async Task<HubFile[]> ListAsync(string name, string revision, CancellationToken cancellation)
    {
        var address = new Uri(options.Address, $"api/models/{name}/tree/{revision}?recursive=true");
        using HttpResponseMessage response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
        {
            throw new KindredDataException($"{options.Address} has no model {name} at {revision}, or not for everyone.");
        }

        Check(response, address);
        HubFile[] files = Parse(await response.Content.ReadAsStringAsync(cancellation), name);
        return files.Any(f => f.Path.EndsWith(".safetensors", StringComparison.Ordinal)) ? files : throw new KindredDataException(
            $"{name} has no weights in safetensors; other formats can run code when they are read and are not fetched.");
    }

    private HubFile[] Parse(string json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            HubFile[] files = [.. document.RootElement.EnumerateArray()
                .Where(e => e.GetProperty("type").GetString() == "file")
                .Select(e => new HubFile(
                    e.GetProperty("path").GetString()!,
                    e.GetProperty("size").GetInt64(),
                    e.TryGetProperty("lfs", out JsonElement lfs) && lfs.TryGetProperty("oid", out JsonElement oid) ? oid.GetString() : null))
                .Where(f => IsWanted(f.Path))];
            long bytes = files.Sum(f => f.Size);
            return bytes <= options.LargestModel ? files : throw new KindredDataException($"{name} has {bytes:N0} bytes, more than the {options.LargestModel:N0} allowed.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new KindredDataException($"{options.Address} does not answer as a model hub does: {e.Message}", e);
        }
    }

    private static bool IsWanted(string path) => Array.IndexOf(Wanted, path) >= 0 || Shard().IsMatch(path) || PoolingConfig().IsMatch(path);

    private async Task FetchAsync(string name, string revision, HubFile file, string path, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long there = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (there < file.Size)
        {
            await DownloadAsync(new Uri(options.Address, $"{name}/resolve/{revision}/{file.Path}"), file, path, there, progress, cancellation);
        }

        await VerifyAsync(file, path, cancellation);
    }

    private async Task DownloadAsync(Uri address, HubFile file, string path, long there, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = there > 0 ? new RangeHeaderValue(there, null) : null;
        using HttpResponseMessage response = await SendAsync(request, cancellation);
        Check(response, address);
        bool resumed = response.StatusCode == HttpStatusCode.PartialContent;
        await using FileStream target = new(path, resumed ? FileMode.Append : FileMode.Create);
        await using Stream source = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0;)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                if (target.Length > file.Size)
                {
                    throw new KindredDataException($"{address} sends more than the {file.Size:N0} bytes the hub states; it is refused.");
                }

                progress?.Report(new StageProgress($"fetching {file.Path}", (double)target.Length / file.Size));
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new KindredDataException($"The connection broke off after {target.Length:N0} of {file.Size:N0} bytes of {file.Path}. Run the command again to go on from there.", e);
        }
    }

    private static async Task VerifyAsync(HubFile file, string path, CancellationToken cancellation)
    {
        long size = new FileInfo(path).Length;
        string? hash = null;
        if (file.Sha256 is not null && size == file.Size)
        {
            await using FileStream stream = File.OpenRead(path);
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        }

        if (size != file.Size || hash != file.Sha256)
        {
            File.Delete(path);
            throw new KindredDataException($"{file.Path} is not what the hub states (size or SHA-256 differ) and was removed. Run the command again.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new KindredDataException($"{options.Address} cannot be reached: {e.Message}. Set another address with --hub or the variable KINDRED_HUB.", e);
        }
    }

    private static void Check(HttpResponseMessage response, Uri address)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new KindredDataException($"{address} answers {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} {response.ReasonPhrase}.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex ModelName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex Revision();

    [GeneratedRegex(@"^model-\d{5}-of-\d{5}\.safetensors$")]
    private static partial Regex Shard();

    [GeneratedRegex(@"^\d_Pooling/config\.json$")]
    private static partial Regex PoolingConfig();

    private sealed record HubFile(string Path, long Size, string? Sha256);
}
