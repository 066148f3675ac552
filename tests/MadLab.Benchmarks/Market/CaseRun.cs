using MadLab.Benchmarks.Market.Load;
using MadLab.Benchmarks.Market.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>One case on both servers, in pairs.</summary>
internal sealed class CaseRun(MarketServerProcess bare, MarketServerProcess madlab, MarketOptions options)
{
    private const int QuietSteps = 2;

    // A crowded machine may keep a process off its core for as long as a turn takes.
    private const int MaxAttempts = 5;

    private static readonly TimeSpan WarmupStep = TimeSpan.FromSeconds(1);

    // The compiler shares the server's one core and gets little of it under load: it is given pauses.
    private static readonly TimeSpan WarmupPause = TimeSpan.FromSeconds(0.3);

    public async Task<CaseResult> RunAsync(MarketCase asked, ILoad load, CancellationToken cancellationToken)
    {
        var (request, answer) = await PrepareAsync(asked, cancellationToken);
        foreach (var server in new[] { bare, madlab })
        {
            await WarmUpAsync(server, request, load, cancellationToken);
        }

        List<ServerResult> ofBare = [], ofMadLab = [];
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            // In turn the one and the other first: whatever drifts, drifts for both.
            foreach (var isBare in pair % 2 == 0 ? new[] { true, false } : [false, true])
            {
                (isBare ? ofBare : ofMadLab).Add(await MeasureAsync(isBare ? bare : madlab, request, load, cancellationToken));
            }

            Progress.Say(FormattableString.Invariant(
                $"{asked.Name,-8} {pair + 1}/{options.Pairs}  bare {ofBare[^1].RequestsPerSecond,7:0}/s  madlab {ofMadLab[^1].RequestsPerSecond,7:0}/s  {ofMadLab[^1].RequestsPerSecond / ofBare[^1].RequestsPerSecond:0.000}"));
        }

        return CaseResult.Of(asked, load.Name, answer.Body.Length, ofBare, ofMadLab);
    }

    /// <summary>Has MadLab answer once and the bare server learn it; both must then say the same.</summary>
    private async Task<(MarketCase Request, RecordedAnswer Answer)> PrepareAsync(MarketCase asked, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var answer = await RecordedAnswer.ReadAsync(http, madlab.Port, asked, cancellationToken);
        if (!asked.IsCold)
        {
            // The second is from the cache.
            answer = await RecordedAnswer.ReadAsync(http, madlab.Port, asked, cancellationToken);
        }

        if (asked.IfNoneMatch)
        {
            asked = asked with { Headers = [.. asked.Headers, new("If-None-Match", answer.Header("ETag") ?? throw new MeasurementException("MadLab's answer has no ETag."))] };
            answer = await RecordedAnswer.ReadAsync(http, madlab.Port, asked, cancellationToken);
        }

        if (answer.Status != (asked.IfNoneMatch ? 304 : 200))
        {
            throw new MeasurementException($"MadLab answers {asked.Name} with {answer.Status}.");
        }

        await bare.AskAsync($"answer {answer.ToWord()}", cancellationToken);
        var floor = await RecordedAnswer.ReadAsync(http, bare.Port, asked, cancellationToken);
        return floor.Status == answer.Status && floor.Body.AsSpan().SequenceEqual(answer.Body) && floor.Headers.Count == answer.Headers.Count
            ? (asked, answer)
            : throw new MeasurementException($"The bare server does not repeat MadLab's answer to {asked.Name}.");
    }

    private async Task WarmUpAsync(MarketServerProcess server, MarketCase request, ILoad load, CancellationToken cancellationToken)
    {
        var quiet = 0;
        for (var ran = TimeSpan.Zero; ran < options.Warmup + options.Settle; ran += WarmupStep)
        {
            var before = await server.AskAsync("stats", cancellationToken);
            await load.RunAsync(server.Port, request, options.Connections, WarmupStep, cancellationToken);
            await Task.Delay(WarmupPause, cancellationToken);
            var after = await server.AskAsync("stats", cancellationToken);
            quiet = after.Compiled == before.Compiled ? quiet + 1 : 0;
            if (ran + WarmupStep >= options.Warmup && quiet >= QuietSteps)
            {
                return;
            }
        }

        if (options.Settle > TimeSpan.Zero)
        {
            Progress.Say($"{server.Name}: the compiler is still busy; its time is in the figures. --settle allows more.");
        }
    }

    private async Task<ServerResult> MeasureAsync(MarketServerProcess server, MarketCase request, ILoad load, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await server.AskAsync("stats", cancellationToken);
            var cpu = server.CpuSeconds;
            var seen = await load.RunAsync(server.Port, request, options.Connections, options.Duration, cancellationToken);
            cpu = server.CpuSeconds - cpu;
            var after = await server.AskAsync("stats", cancellationToken);
            if (seen.Failed > 0 || (seen.Requests == 0 && attempt == MaxAttempts))
            {
                throw new MeasurementException($"{server.Name} gave {seen.Requests} answers to {request.Name}, and {seen.Failed} were failures.");
            }

            if (seen.Requests > 0)
            {
                return new ServerResult(
                    seen.Requests / seen.Seconds,
                    cpu * 1e6 / seen.Requests,
                    (double)(after.Allocated - before.Allocated) / seen.Requests,
                    seen.P50,
                    seen.P99);
            }

            Progress.Say($"{server.Name} was not given its core for a whole turn; measured again.");
        }
    }
}
