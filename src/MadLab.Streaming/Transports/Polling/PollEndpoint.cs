using System.ComponentModel;
using MadLab.Http;
using MadLab.Streaming.Access;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Transports.Sse;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Streaming.Transports.Polling;

/// <summary>Answers what changed since a cursor, or waits until something does.</summary>
internal static class PollEndpoint
{
    private const double MaxWaitMs = 25_000;

    // How long a first poll gives symbols that were not listened to a moment ago.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>What changed since a cursor.</summary>
    /// <param name="context">The request.</param>
    /// <param name="symbols">Comma-separated symbols, at most 50.</param>
    /// <param name="since">The cursor of the answer before; all values without it.</param>
    /// <param name="wait">How many milliseconds to hold the answer until something changes, 0 to 25000.</param>
    /// <param name="interval">The interval the client means to poll at, in milliseconds.</param>
    public static async Task<IResult> HandleAsync(
        HttpContext context,
        [Description("Up to 50 symbols, separated by commas.")] string? symbols,
        [Description("The cursor of the answer before; all values without it.")] string? since,
        [Description("How many milliseconds to hold the answer until something changes, 0 to 25000.")] string? wait,
        [Description("The interval the client means to poll at, in milliseconds.")] string? interval)
    {
        var runtime = context.RequestServices.GetRequiredService<StreamRuntime>();
        if (SymbolLists.TryRead(symbols, StreamQuery.MaxSymbols, out var asked) is { } problem)
        {
            return problem;
        }

        if (asked.Count == 0)
        {
            return SymbolLists.Missing();
        }

        using var place = runtime.Connections.TryEnter(Transport.Polling, context.Connection.RemoteIpAddress);
        if (place is null)
        {
            return StreamQuery.Overloaded();
        }

        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var answer = new PollAnswer(runtime.Hub, StreamQuery.Interval(interval, runtime.Options));
        var seq = SseEndpoint.ReadId(since, '.', runtime.Hub);
        var held = TimeSpan.FromMilliseconds(Math.Clamp(StreamQuery.TryMilliseconds(wait) ?? 0, 0, MaxWaitMs));

        // Neither the wait nor a host that does not say what the caller may see holds up the stop.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, runtime.Stopping);
        IReadOnlyDictionary<Symbol, Grant>? grants;
        try
        {
            grants = await runtime.Access.AskAsync(context, asked, ended.Token);
        }
        catch (OperationCanceledException) when (runtime.Stopping.IsCancellationRequested)
        {
            return StreamQuery.Stopping();
        }

        await CollectAsync(runtime, answer, asked, grants, seq, held, ended.Token);
        runtime.Metrics.Sent(Transport.Polling, 1);
        runtime.Metrics.Flushed(answer.Values.Count, 0);
        return answer;
    }

    private static async Task CollectAsync(
        StreamRuntime runtime, PollAnswer answer, List<Symbol> symbols, IReadOnlyDictionary<Symbol, Grant>? grants, long since, TimeSpan wait, CancellationToken ended)
    {
        var hub = runtime.Hub;
        var cells = new List<SymbolCell>(symbols.Count);
        var signal = new CellSignal();
        try
        {
            foreach (var symbol in symbols)
            {
                if (hub.Acquire(symbol, grants?[symbol]) is { } cell)
                {
                    cells.Add(cell);
                }
                else
                {
                    answer.Errors.Add((symbol, StreamCodes.UpstreamUnavailable, $"{symbol} cannot be streamed now: the service streams as many symbols as it may."));
                }
            }

            if (since == 0)
            {
                runtime.Metrics.Subscribed(Transport.Polling, cells.Count);
            }

            var started = hub.Time.GetTimestamp();
            while (true)
            {
                // Armed before it looks: what is published from here on ends the wait below.
                signal.Arm(cells);
                answer.Collect(cells, since, grants);
                var left = Deadline(cells, answer.Values.Count, since, wait) - hub.Time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || ended.IsCancellationRequested)
                {
                    break;
                }

                await signal.WaitAsync(left, hub.Time, ended);
            }

            answer.CollectErrors(cells);
        }
        finally
        {
            foreach (var cell in cells)
            {
                cell.RemoveWaiter(signal);
                hub.Release(cell, runtime.Options.PollLinger);
            }
        }
    }

    // How long after its beginning the poll may still wait, as things stand.
    private static TimeSpan Deadline(List<SymbolCell> cells, int values, long since, TimeSpan wait)
    {
        if (since > 0)
        {
            return values > 0 || cells.Exists(c => c.Error is { } error && error.Seq > since) ? TimeSpan.Zero : wait;
        }

        if (!cells.Exists(static c => c.Current is null && c.Error is null))
        {
            return TimeSpan.Zero;
        }

        return values > 0 || wait < FirstWait ? FirstWait : wait;
    }
}
