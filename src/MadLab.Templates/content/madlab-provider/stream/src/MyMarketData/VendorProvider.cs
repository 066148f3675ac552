using MadLab;
using MadLab.Providers;
using Microsoft.Extensions.Logging;

namespace MyMarketData;

/// <summary>Quotes that an upstream pushes over a WebSocket: one connection for all symbols that somebody listens to, and none when nobody does.</summary>
public sealed class VendorProvider : IQuoteStreamProvider, IAsyncDisposable
{
    private readonly QuoteLink _link;

    /// <summary>Creates the provider; nothing is opened until somebody listens.</summary>
    /// <param name="address">The upstream, <c>ws://</c> or <c>wss://</c>.</param>
    /// <param name="key">The key; null where none is needed.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="logger">Hears of connections made and lost; nobody by default.</param>
    public VendorProvider(Uri address, string? key = null, TimeProvider? time = null, ILogger? logger = null) =>
        _link = new QuoteLink(new VendorProtocol(address, key), time, logger);

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; } = new() { Feed = "my-market-data", Currency = "USD" };

    /// <inheritdoc/>
    public IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, CancellationToken cancellationToken = default) => _link.ReadAsync(symbol, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
