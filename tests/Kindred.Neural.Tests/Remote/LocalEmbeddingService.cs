using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kindred.Neural.Tests.Remote;

/// <summary>A service on this machine that answers as OpenAI's embeddings do: the vector of a text is its length and its first character.</summary>
internal sealed class LocalEmbeddingService : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LocalEmbeddingService()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/v1");
        }

        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Endpoint { get; }

    /// <summary>Texts of every request that was answered.</summary>
    public List<string[]> Requests { get; } = [];

    /// <summary>Requests that are still answered with "service unavailable".</summary>
    public int Failures { get; set; }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.InputStream);
        if (context.Request.Headers["Authorization"] != "Bearer secret")
        {
            await SendAsync(context, 401, """{"error":{"message":"wrong key"}}""");
        }
        else if (Failures > 0)
        {
            Failures--;
            context.Response.Headers["Retry-After"] = "0";
            await SendAsync(context, 503, "{}");
        }
        else
        {
            JsonElement input = body.RootElement.GetProperty("input");
            string[] texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(e => e.GetString()!)] : [input.GetString()!];
            Requests.Add(texts);
            await SendAsync(context, 200, JsonSerializer.Serialize(new
            {
                @object = "list",
                model = "tiny",
                data = texts.Select((t, i) => new { @object = "embedding", index = i, embedding = Convert.ToBase64String(MemoryMarshal.AsBytes<float>([t.Length, t[0]])) }),
                usage = new { prompt_tokens = texts.Length, total_tokens = texts.Length },
            }));
        }
    }

    private static async Task SendAsync(HttpListenerContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
        context.Response.Close();
    }
}
