using System.Security.Claims;
using MadLab.Access;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Access;

/// <summary>Asks the host what callers may stream; without an <see cref="IMarketAccess"/> nothing is asked and nothing is watched.</summary>
internal sealed class StreamAccess(
    QuoteHub hub, IOptions<StreamingOptions> options, TimeProvider time, ILogger<StreamAccess> logger, IMarketAccess? access = null)
{
    public TimeSpan Interval => options.Value.AuthorizationInterval;

    public TimeProvider Time => time;

    /// <summary>What a caller may see of each symbol; null where everybody may see everything.</summary>
    public async ValueTask<IReadOnlyDictionary<Symbol, Grant>?> AskAsync(HttpContext context, IEnumerable<Symbol> symbols, CancellationToken cancellationToken) =>
        access is null ? null : await AskAsync(context.User, Known(symbols), cancellationToken);

    /// <summary>Begins to watch over what a connection may see; null where everybody may see everything. Dispose of it when the connection has ended.</summary>
    public AccessWatch? Watch(HttpContext context, StreamConnection connection) =>
        access is null ? null : new AccessWatch(this, context.User, connection);

    /// <summary>Symbols, each once, with who serves them as far as is known.</summary>
    public (Symbol Symbol, QuoteSourceInfo? Source)[] Known(IEnumerable<Symbol> symbols) => [.. symbols.Distinct().Select(s => (s, hub.SourceOf(s)))];

    /// <summary>What a caller may see of each symbol, served as given.</summary>
    public async Task<IReadOnlyDictionary<Symbol, Grant>> AskAsync(
        ClaimsPrincipal caller, (Symbol Symbol, QuoteSourceInfo? Source)[] symbols, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(symbols.Select(s => AskAsync(caller, s.Symbol, s.Source, cancellationToken)));
        return symbols.Zip(answers).ToDictionary(static a => a.First.Symbol, static a => a.Second);
    }

    private async Task<Grant> AskAsync(ClaimsPrincipal caller, Symbol symbol, QuoteSourceInfo? source, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            // Nobody serves it as far as is known; the cell says so. Should somebody after all, the host is asked then.
            return new Grant(TimeSpan.Zero, null);
        }

        var request = new MarketAccessRequest { Caller = caller, Provider = source.Provider, Feed = source.Feed, Symbol = symbol };
        var right = await AccessQuestion.AskAsync(access!, request, time, logger, cancellationToken);

        // What the feed itself lags behind is old enough by that much.
        var delay = right.Delay - TimeSpan.FromSeconds(source.DelaySeconds);
        return new Grant(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, source, !right.IsAllowed);
    }
}
