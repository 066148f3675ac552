using System.Text.Json;
using MadLab;
using MadLab.Providers;

namespace CustomProvider;

/// <summary>Bars by HTTP and quotes by WebSocket from the vendor of this sample.</summary>
internal sealed class VendorProvider : IPriceProvider, IQuoteStreamProvider, IAsyncDisposable
{
    private static readonly SymbolMap Symbols = new(new SymbolSpelling { Share = "{0}/{1}", Index = null, Forex = null, Crypto = null, Option = null });

    private readonly HttpClient _http;
    private readonly UpstreamClient _upstream;
    private readonly QuoteLink _link;

    public VendorProvider(Uri address, string? key)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Api-Key", key ?? string.Empty);
        _upstream = new UpstreamClient(_http, new UpstreamOptions { Name = "The vendor", MapError = MapError });
        _link = new QuoteLink(new VendorProtocol(new UriBuilder(address) { Scheme = address.Scheme == "https" ? "wss" : "ws", Path = "/vendor/stream" }.Uri, Symbols));
        Descriptor = new ProviderDescriptor
        {
            Feed = "vendor",
            Credentials = string.IsNullOrEmpty(key) ? ProviderCredentials.Missing : ProviderCredentials.Present,
            Currency = "USD",
            AssetClasses = [AssetClass.Equity],
            Attribution = "Prices by the vendor of the sample, made up",
            IsDemo = true,
        };
    }

    public ProviderDescriptor Descriptor { get; }

    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        var pages = new List<Bar>();
        var first = $"/vendor/bars?ticker={Uri.EscapeDataString(Symbols.ToUpstream(request.Symbol))}";
        await foreach (var page in _upstream.GetPagesAsync(first, ReadPage, request.Symbol, cancellationToken))
        {
            pages.AddRange(page);
        }

        var bars = BarSeries.Cut(pages, request);
        return new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.Raw, Bars = bars, AsOf = bars[^1].Time };
    }

    public IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, CancellationToken cancellationToken = default) => _link.ReadAsync(symbol, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Seconds since 1970, numbers as texts, and where the next page is.</summary>
    private static (List<Bar> Page, string? Next) ReadPage(JsonElement json) => (
        [
            .. json.Items("results").Select(static bar => new Bar
            {
                Time = bar.UnixSeconds("t"), Open = bar.Number("o"), High = bar.Number("h"), Low = bar.Number("l"), Close = bar.Number("c"), Volume = bar.Number("v"),
            }),
        ],
        json.TextOrNull("next"));

    /// <summary>The vendor says what is wrong in a 200.</summary>
    private static MarketDataException? MapError(UpstreamAnswer answer) => answer.Text("error") switch
    {
        "no such ticker" when answer.Symbol is { } symbol => MarketDataException.SymbolUnknown(symbol),
        "bad key" => new MarketDataException(MarketErrorKind.Unauthorized, "The vendor refuses the key."),
        { } => new MarketDataException(MarketErrorKind.Malformed, "The vendor answered with an error in place of data."),
        null => null,
    };
}
