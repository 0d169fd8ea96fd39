using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kindred.Neural.Tests.Remote;

/// <summary>A service on this machine that answers as OpenAI's embeddings do: the vector of a text is its length and its first character.</summary>
internal sealed class LocalEmbeddingService() : LoopbackServer("v1")
{
    /// <summary>What a client is given: the address without the slash at its end.</summary>
    public Uri Endpoint => new(Address.ToString().TrimEnd('/'));

    /// <summary>Texts of every request that was answered.</summary>
    public List<string[]> Requests { get; } = [];

    /// <summary>Requests that are still answered with "service unavailable".</summary>
    public int Failures { get; set; }

    protected override async Task AnswerAsync(HttpListenerContext context)
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
