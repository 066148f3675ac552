using MadLab.Market.Caching;
using MadLab.Market.Http;
using MadLab.Market.Info;
using MadLab.Market.Providers;
using MadLab.Market.Quality;

namespace MadLab.Market.Service;

/// <summary>What an instrument is.</summary>
internal sealed partial class MarketFetcher
{
    private const int Namesakes = 20;

    private async Task<MarketEntry> InfoAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
    {
        var symbol = Symbol.Parse(key.Subject);
        MarketRead? figures = null;
        var answer = await chain.AskAsync<InstrumentInfo>(key.Provider, "info", key.Subject, Call, cancellationToken);
        var provenance = answer.Provider.Provenance(time, null, null);
        var info = answer.Value with { Currency = answer.Value.Currency ?? answer.Provider.Descriptor.Currency };
        return Entry(key, info, provenance, answer.Attempts, MarketJson.Info(info, provenance), figures is { } read ? [read] : []);

        ProviderCall<InstrumentInfo>? Call(ProviderHandle handle)
        {
            if (handle.Can(ProviderCapabilities.Info))
            {
                return new(async ct =>
                {
                    var described = await ((IInstrumentInfoProvider)handle.Provider).GetInfoAsync(symbol, ct);
                    Valid(() => InfoValidation.Check(symbol, described));
                    return described;
                });
            }

            return handle.Can(ProviderCapabilities.Search | ProviderCapabilities.Kpis | ProviderCapabilities.Prices)
                ? new(ct => DeriveAsync(handle, ct), IsDerived: true)
                : null;
        }

        async Task<InstrumentInfo> DeriveAsync(ProviderHandle handle, CancellationToken ct)
        {
            var match = handle.Can(ProviderCapabilities.Search) ? await MatchAsync(handle, symbol, ct) : null;
            Kpis? kpis = null;
            if (handle.Can(ProviderCapabilities.Kpis | ProviderCapabilities.Prices) && (match is null || handle.Descriptor.Currency is null))
            {
                // Of an unknown symbol this throws, and so says that it is unknown.
                var read = await cache.ReadAsync(new MarketKey(MarketKind.Kpis, key.Subject, Provider: handle.Name), ct);
                figures = read;
                kpis = (Kpis)read.Entry.Value!;
            }

            return match is null && kpis is null
                ? throw MarketDataException.SymbolUnknown(symbol)
                : new InstrumentInfo
                {
                    Symbol = symbol,
                    Name = match?.Name ?? kpis!.Name,
                    Type = match?.Type ?? SymbolConventions.TypeOf(symbol),
                    Currency = kpis?.Currency,
                };
        }
    }

    /// <summary>What the provider's own search says of exactly this symbol; null when it does not find it.</summary>
    private async Task<SymbolMatch?> MatchAsync(ProviderHandle handle, Symbol symbol, CancellationToken cancellationToken)
    {
        var answer = await chain.AskAsync<IReadOnlyList<SymbolMatch>>(
            handle.Name,
            "search",
            symbol.Value,
            h => new ProviderCall<IReadOnlyList<SymbolMatch>>(async ct =>
                await ((ISymbolSearchProvider)h.Provider).SearchAsync(symbol.Value, Namesakes, ct)
                ?? throw new MarketDataException(MarketErrorKind.Malformed, $"Provider {h.Name} answered a search with nothing at all.")),
            cancellationToken);
        return answer.Value.FirstOrDefault(m => m is not null && m.Symbol == symbol && !string.IsNullOrWhiteSpace(m.Name));
    }
}
