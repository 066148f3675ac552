using System.Text.Json;
using MadLab;
using MadLab.Providers;

namespace MyMarketData;

/// <summary>Daily bars and a search, by HTTP. Put your upstream's addresses and members in place of these.</summary>
/// <remarks>
/// <c>GET bars/SYMBOL</c> answers <c>{"currency":"USD","bars":[{"day":"2026-01-02","open":1,"high":1,"low":1,"close":1,"volume":1}]}</c>, <c>GET search?q=TEXT</c> answers
/// <c>{"items":[{"symbol":"ACME","name":"Acme"}]}</c>. Errors come with a status, or as <c>{"error":"unknown_symbol"}</c> in a 200.
/// </remarks>
public sealed class VendorProvider : IPriceProvider, ISymbolSearchProvider, IDisposable
{
    // MadLab's spelling on the left of each rule, yours by the pattern: BRK.B to BRK-B, and no currencies or options.
    private static readonly SymbolMap Symbols = new(new SymbolSpelling { Share = "{0}-{1}", Forex = null, Crypto = null, Option = null });

    private readonly HttpClient _http;
    private readonly UpstreamClient _upstream;

    /// <summary>Creates the provider; nothing is called until it is asked.</summary>
    /// <param name="options">The address and the key.</param>
    /// <param name="handler">What sends requests, such as a recording; a handler of its own by default.</param>
    public VendorProvider(VendorOptions options, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null) { BaseAddress = options.Address };
        if (options.Key is { } key)
        {
            // In a header, and not in the address: addresses are logged by whoever is on the way.
            _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        _upstream = new UpstreamClient(_http, new UpstreamOptions { Name = "MyMarketData", MapError = MapError });
        Descriptor = new ProviderDescriptor
        {
            Feed = "my-market-data",
            Credentials = options.Key is null ? ProviderCredentials.Missing : ProviderCredentials.Present,
            Currency = "USD",
            AssetClasses = [AssetClass.Equity, AssetClass.Etf, AssetClass.Index],
            Hours = TradingHours.UsEquity,
            DelaySeconds = 900,
            Limits = new ProviderLimits { CallsPerMinute = 60 },
        };
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var bars = await _upstream.GetAsync($"bars/{Uri.EscapeDataString(Symbols.ToUpstream(request.Symbol))}", ReadBars, request.Symbol, cancellationToken).ConfigureAwait(false);
        var cut = BarSeries.Cut(bars, request);
        return new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.Raw, Bars = cut, AsOf = cut[^1].Time };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SymbolMatch>> SearchAsync(string text, int limit, CancellationToken cancellationToken = default)
    {
        var found = await _upstream.GetAsync($"search?q={Uri.EscapeDataString(text)}", ReadMatches, cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. found.Take(limit)];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static List<Bar> ReadBars(JsonElement json) =>
    [
        .. json.Items("bars").Select(static bar => new Bar
        {
            Time = new DateTimeOffset(bar.Day("day"), default, TimeSpan.Zero),
            Open = bar.Number("open"),
            High = bar.Number("high"),
            Low = bar.Number("low"),
            Close = bar.Number("close"),
            Volume = bar.NumberOrNull("volume") ?? 0,
        }),
    ];

    private static List<SymbolMatch> ReadMatches(JsonElement json)
    {
        var matches = new List<SymbolMatch>();
        foreach (var item in json.Items("items"))
        {
            if (Symbols.TryFromUpstream(item.Text("symbol"), out var symbol))
            {
                matches.Add(new SymbolMatch { Symbol = symbol, Name = item.Text("name") });
            }
        }

        return matches;
    }

    /// <summary>What only you know of your upstream: an error inside of a 200, a code of its own. Null leaves the status to say it.</summary>
    private static MarketDataException? MapError(UpstreamAnswer answer) => answer.Text("error") switch
    {
        "unknown_symbol" when answer.Symbol is { } symbol => MarketDataException.SymbolUnknown(symbol),
        "limit" => new MarketDataException(MarketErrorKind.QuotaExceeded, "The quota of MyMarketData is used up.") { RetryAfter = answer.RetryAfter ?? TimeSpan.FromMinutes(1) },
        { } when answer.Status is >= 200 and < 300 => new MarketDataException(MarketErrorKind.Malformed, "MyMarketData answered with an error in place of data."),
        _ => null,
    };
}
