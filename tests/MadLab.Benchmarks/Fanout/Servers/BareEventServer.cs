using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>The floor of server-sent events: all events of a tick into <c>BodyWriter</c>, one flush.</summary>
internal sealed class BareEventServer(TimeSpan interval) : IPeerServer
{
    private readonly PacedLoops _loops = new(interval);
    private long _seq;

    public void Configure(WebApplicationBuilder builder)
    {
    }

    public void Map(WebApplication app) => app.MapGet("/stream", RunAsync);

    public ValueTask PublishAsync(Quote[] quotes)
    {
        _loops.Publish([[.. quotes.SelectMany(q => Ticks.Event(q, ++_seq))]]);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        await context.Response.BodyWriter.FlushAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.UnsafeRegister(static gone => ((TaskCompletionSource)gone!).TrySetResult(), gone);
        var connection = new Connection(context.Response.BodyWriter);
        _loops.Add(connection);
        await gone.Task;
        connection.Close();
    }

    private sealed class Connection(PipeWriter writer) : PacedConnection
    {
        protected override ValueTask WriteAsync(byte[][] buffers)
        {
            writer.Write(buffers[0]);
            var flush = writer.FlushAsync();
            if (flush.IsCompletedSuccessfully)
            {
                flush.GetAwaiter().GetResult();
                return ValueTask.CompletedTask;
            }

            return new ValueTask(flush.AsTask());
        }
    }
}
