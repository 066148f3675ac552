using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MyMarketData.Tests;

/// <summary>An upstream on a loopback port that knows ACME and AJAX.</summary>
public sealed class Upstream : IAsyncLifetime
{
    private readonly ConcurrentDictionary<HttpContext, byte> _open = new();
    private WebApplication _app = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal));

    /// <summary>How many connections are open.</summary>
    public int Connections => _open.Count;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.UseWebSockets();
        _app.Map("/", ServeAsync);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await CutAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Cuts all connections without a word.</summary>
    public Task CutAsync()
    {
        foreach (var context in _open.Keys)
        {
            context.Abort();
        }

        return Task.CompletedTask;
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _open.TryAdd(context, 0);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var gate = new SemaphoreSlim(1);
        var subscribed = new ConcurrentDictionary<string, byte>();
        var talking = TalkAsync();
        try
        {
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, ended.Token) is { MessageType: WebSocketMessageType.Text } received)
            {
                var words = Encoding.UTF8.GetString(buffer, 0, received.Count).Split(' ');
                if (words[0] == "unsubscribe")
                {
                    subscribed.TryRemove(words[1], out _);
                }
                else if (words[1] is "ACME" or "AJAX")
                {
                    subscribed.TryAdd(words[1], 0);
                }
                else
                {
                    await SendAsync($$"""{"symbol":"{{words[1]}}","error":"unknown"}""");
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The provider left, or the test cut it.
        }
        finally
        {
            _open.TryRemove(context, out _);
            await ended.CancelAsync();
            await talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task TalkAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var i = 0; await timer.WaitForNextTickAsync(ended.Token); i++)
            {
                foreach (var symbol in subscribed.Keys)
                {
                    await SendAsync($$"""{"symbol":"{{symbol}}","price":{{100 + (i % 10)}},"time":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}} }""");
                }

                await SendAsync("""{"heartbeat":true}""");
            }
        }

        async Task SendAsync(string text)
        {
            await gate.WaitAsync(ended.Token);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, ended.Token);
            }
            finally
            {
                gate.Release();
            }
        }
    }
}
