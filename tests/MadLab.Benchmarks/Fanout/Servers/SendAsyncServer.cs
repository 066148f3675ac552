using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>The framework's WebSocket as one would write it: <c>SendAsync</c> of each quote.</summary>
internal sealed class SendAsyncServer(TimeSpan interval) : IPeerServer
{
    private readonly PacedLoops _loops = new(interval);
    private long _seq;

    public void Configure(WebApplicationBuilder builder)
    {
    }

    public void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/stream", RunAsync);
    }

    public ValueTask PublishAsync(Quote[] quotes)
    {
        _loops.Publish([.. quotes.Select(q => Ticks.Message(q, ++_seq))]);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new Connection(socket);
        _loops.Add(connection);
        try
        {
            while ((await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                await socket.ReceiveAsync(new byte[64].AsMemory(), CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // The client is gone: the usual end here.
        }
        finally
        {
            connection.Close();
        }
    }

    private sealed class Connection(WebSocket socket) : PacedConnection
    {
        protected override async ValueTask WriteAsync(byte[][] buffers)
        {
            foreach (var message in buffers)
            {
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
    }
}
