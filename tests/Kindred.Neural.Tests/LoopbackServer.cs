using System.Net;
using System.Net.Sockets;

namespace Kindred.Neural.Tests;

/// <summary>A web server on this machine, for one test.</summary>
internal abstract class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;

    /// <param name="path">The first part of the path, without slashes.</param>
    protected LoopbackServer(string path)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/{path}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public void Dispose()
    {
        // The listener forgets whoever begins to wait for a request while it closes, so the wait is ended from here.
        _closing.Cancel();
        _listener.Close();
        _serving.Wait();
        _closing.Dispose();
    }

    protected abstract Task AnswerAsync(HttpListenerContext context);

    private async Task ServeAsync()
    {
        while (await NextAsync() is { } context)
        {
            try
            {
                await AnswerAsync(context);
            }
            catch (HttpListenerException)
            {
                // The other side has gone; who asks next is answered all the same.
                context.Response.Abort();
            }
        }
    }

    // Null when the server is closed.
    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync().WaitAsync(_closing.Token);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }
}
