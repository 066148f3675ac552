using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>The floor: an upgraded connection and one write of encoded bytes a tick, no WebSocket object.</summary>
internal sealed class BareWebSocketServer(TimeSpan interval, Func<Quote[], long, byte[]> encode) : IPeerServer
{
    // What clients send is thrown away, so all may read into the same bytes.
    private static readonly byte[] Scrap = new byte[64];

    private readonly PacedLoops _loops = new(interval);
    private long _seq;

    public void Configure(WebApplicationBuilder builder)
    {
    }

    public void Map(WebApplication app) => app.MapGet("/stream", RunAsync);

    public ValueTask PublishAsync(Quote[] quotes)
    {
        _loops.Publish([encode(quotes, _seq += quotes.Length)]);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Frames.Accept(context.Request.Headers.SecWebSocketKey.ToString());
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var connection = new Connection(stream);
        _loops.Add(connection);
        try
        {
            while (await stream.ReadAsync(Scrap) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The client is gone: the usual end here.
        }
        finally
        {
            connection.Close();
        }
    }

    private sealed class Connection(Stream stream) : PacedConnection
    {
        protected override ValueTask WriteAsync(byte[][] buffers) => stream.WriteAsync(buffers[0]);
    }
}
