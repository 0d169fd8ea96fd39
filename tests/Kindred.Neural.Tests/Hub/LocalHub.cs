using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kindred.Neural.Tests.Hub;

/// <summary>A model hub on this machine: lists and serves files in memory, may break off, answers to ranges, remembers what was asked.</summary>
internal sealed class LocalHub() : LoopbackServer("mirror")
{
    public Dictionary<string, byte[]> Files { get; } = new() { ["config.json"] = Encoding.UTF8.GetBytes("{}"), ["pytorch_model.bin"] = [1, 2, 3] };

    /// <summary>Bytes of a weight file after which the connection breaks once; −1 for never.</summary>
    public int BreakAfter { get; set; } = -1;

    /// <summary>Whether the stated checksums are of other bytes.</summary>
    public bool LieAboutHash { get; set; }

    /// <summary>What is stated as the size of every file; null for the truth.</summary>
    public long? StatedSize { get; set; }

    public List<string> Requests { get; } = [];

    protected override async Task AnswerAsync(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath["/mirror/".Length..];
        string? range = context.Request.Headers["Range"];
        Requests.Add(range is null ? path : $"{path} {range}");
        if (path == "api/models/acme/tiny/tree/main")
        {
            await SendAsync(context, Encoding.UTF8.GetBytes(Listing()), 0);
        }
        else if (path.StartsWith("acme/tiny/resolve/main/", StringComparison.Ordinal) && Files.TryGetValue(path["acme/tiny/resolve/main/".Length..], out byte[]? bytes))
        {
            await SendAsync(context, bytes, range is null ? 0 : int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }

    private string Listing() => JsonSerializer.Serialize(Files.Select(f => new
    {
        type = "file",
        path = f.Key,
        size = StatedSize ?? f.Value.Length,
        lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(LieAboutHash ? [0] : f.Value)) },
    }));

    private async Task SendAsync(HttpListenerContext context, byte[] bytes, int start)
    {
        context.Response.StatusCode = start > 0 ? 206 : 200;
        context.Response.ContentLength64 = bytes.Length - start;
        bool breaks = BreakAfter >= 0 && bytes.Length > 1000;
        await context.Response.OutputStream.WriteAsync(bytes.AsMemory(start, breaks ? BreakAfter : bytes.Length - start));
        if (breaks)
        {
            BreakAfter = -1;
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
            return;
        }

        context.Response.Close();
    }
}
