using System.Net;
using System.Net.Sockets;

namespace Kindred.Neural.Tests;

/// <summary>A web server on this machine, for one test.</summary>
internal abstract class LoopbackServer : IDisposable
{
    private const int Tries = 20;
    private readonly CancellationTokenSource _closing = new();
    private readonly HttpListener _listener;
    private readonly Task _serving;

    /// <param name="path">The first part of the path, without slashes.</param>
    protected LoopbackServer(string path)
    {
        (_listener, Address) = Listen(path);
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

    // A port that was free a moment ago may be another's by now: then another one is taken.
    private static (HttpListener Listener, Uri Address) Listen(string path)
    {
        for (int tried = 1; ; tried++)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort()}/{path}/");
            var listener = new HttpListener();
            listener.Prefixes.Add(address.ToString());
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (tried < Tries)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

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
