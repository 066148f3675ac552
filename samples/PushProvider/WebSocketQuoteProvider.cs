using MadLab;
using MadLab.Providers;

namespace PushProvider;

/// <summary>Quotes that an upstream pushes over a WebSocket: one connection for all symbols that somebody listens to, and none when nobody does.</summary>
/// <remarks>
/// When the connection breaks, every sequence ends with an error. The host tells its clients and opens the sequences of the symbols that are
/// still wanted again; they wait for the next connection, which is tried at growing pauses.
/// </remarks>
public sealed class WebSocketQuoteProvider : IQuoteStreamProvider, IAsyncDisposable
{
    private readonly QuoteLink _link;

    /// <summary>Creates the provider from its section of the configuration: <c>Address</c> and, where the upstream wants one, <c>Key</c>.</summary>
    public WebSocketQuoteProvider(ProviderContext context, TimeProvider time, ILogger<WebSocketQuoteProvider> logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        var setting = $"{context.Configuration.Path}:Address";
        if (!Uri.TryCreate(context.Configuration["Address"], UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
        {
            throw new InvalidOperationException($"{setting} must be a ws:// or wss:// address.");
        }

        _link = new QuoteLink(new UpstreamProtocol(address, context.Configuration["Key"]), time, logger);
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; } = new()
    {
        Feed = "push",
        Currency = "USD",
        AssetClasses = [AssetClass.Equity, AssetClass.Etf, AssetClass.Crypto],
    };

    /// <inheritdoc/>
    public IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, CancellationToken cancellationToken = default) => _link.ReadAsync(symbol, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
