using MadLab.Streaming.Access;
using MadLab.Streaming.Authorization;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Connections;

/// <summary>What every connection needs of the host, and the end of all of them when it stops.</summary>
internal sealed class StreamRuntime : IDisposable
{
    private readonly CancellationTokenRegistration _stop;

    public StreamRuntime(
        QuoteHub hub, FlushLoops loops, ConnectionCounter connections, AuthorizationRecheck recheck, StreamAccess access, StreamMetrics metrics,
        IOptions<StreamingOptions> options, IHostApplicationLifetime lifetime, ILogger<StreamRuntime> logger)
    {
        Hub = hub;
        Loops = loops;
        Connections = connections;
        Recheck = recheck;
        Access = access;
        Metrics = metrics;
        Options = options.Value;
        Logger = logger;
        Stopping = lifetime.ApplicationStopping;
        _stop = Stopping.Register(CloseAll);
    }

    public QuoteHub Hub { get; }

    public FlushLoops Loops { get; }

    public ConnectionCounter Connections { get; }

    public AuthorizationRecheck Recheck { get; }

    public StreamAccess Access { get; }

    public StreamMetrics Metrics { get; }

    public StreamingOptions Options { get; }

    public ILogger Logger { get; }

    /// <summary>Set when the host begins to stop; nothing new is accepted from then on.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>A place for one more stream, to be disposed of when it ends; null where there is none, or the host stops.</summary>
    public IDisposable? TryEnter(Transport transport, HttpContext context) =>
        Stopping.IsCancellationRequested ? null : Connections.TryEnter(transport, context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);

    public void Dispose() => _stop.Dispose();

    private void CloseAll()
    {
        var all = Loops.Snapshot();
        if (all.Count == 0)
        {
            return;
        }

        Logger.StreamsClosing(all.Count);

        // Not on this thread: the host's other callbacks need not wait for ten thousand writes.
        _ = Task.Run(() => Parallel.ForEach(all, static connection => connection.RequestClose(CloseReason.HostStopping)));
    }
}
