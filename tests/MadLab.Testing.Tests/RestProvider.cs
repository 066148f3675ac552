using System.Text;
using System.Text.Json;
using MadLab.Providers;
using MadLab.Testing.Http;

namespace MadLab.Testing.Tests;

/// <summary>A provider that asks an upstream by HTTP and keeps every rule, until a test bends what it makes of a failure.</summary>
internal sealed class RestProvider : IPriceProvider
{
    public const string Key = "SECRET-KEY-1";

    private readonly UpstreamClient _upstream;

    public RestProvider(HttpMessageHandler handler) => _upstream = new UpstreamClient(
        new HttpClient(handler) { BaseAddress = new Uri("https://rest.example/") },
        new UpstreamOptions { Name = "Rest", MapError = static a => a.Text("error") is { } e && a.Status == 200 ? new MarketDataException(MarketErrorKind.QuotaExceeded, e.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null });

    /// <summary>What it makes of a failure.</summary>
    public Func<MarketDataException, HttpFault, Exception> OnFailure { get; set; } = static (e, _) => e;

    /// <summary>Which token it hands on.</summary>
    public Func<CancellationToken, CancellationToken> OnToken { get; set; } = static t => t;

    public Func<bool> IsBroken { get; set; } = static () => false;

    public HttpFaults? Http { get; set; }

    public ProviderDescriptor Descriptor { get; } = new() { Feed = "rest", Currency = "USD", Limits = new ProviderLimits { Retries = 0 } };

    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        if (IsBroken())
        {
            throw new MarketDataException(MarketErrorKind.Unavailable, "It never comes back.");
        }

        try
        {
            var bars = await _upstream.GetAsync($"bars/{Uri.EscapeDataString(request.Symbol.Value)}?apikey={Key}", Read, request.Symbol, OnToken(cancellationToken));
            var cut = BarSeries.Cut(bars, request);
            return new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.Raw, Bars = cut, AsOf = cut[^1].Time };
        }
        catch (MarketDataException e) when (Http is { Fault: not HttpFault.None } http)
        {
            throw OnFailure(e, http.Fault);
        }
    }

    /// <summary>An upstream that knows two instruments.</summary>
    public static HttpMessageHandler Upstream() => new Answers();

    private static List<Bar> Read(JsonElement json) => [.. json.Items("bars").Select(static b => new Bar
    {
        Time = new DateTimeOffset(b.Day("d"), default, TimeSpan.Zero), Open = b.Number("o"), High = b.Number("h"), Low = b.Number("l"), Close = b.Number("c"), Volume = b.Number("v"),
    })];

    private sealed class Answers : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var price = request.RequestUri!.AbsolutePath switch
            {
                "/bars/ACME" => 100,
                "/bars/AJAX" => 200,
                _ => 0,
            };
            var newest = DateOnly.FromDateTime(SoundProvider.Now.UtcDateTime);
            var days = Enumerable.Range(0, 800).Select(i => newest.AddDays(-i)).Where(static d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Reverse();
            var bars = string.Join(',', days.Select(d => $$"""{"d":"{{d:yyyy-MM-dd}}","o":"{{price + (d.DayNumber % 7)}}","h":{{price + 9}},"l":{{price - 1}},"c":{{price + (d.DayNumber % 5)}},"v":1000}"""));
            return Task.FromResult(price == 0
                ? new HttpResponseMessage(System.Net.HttpStatusCode.NotFound) { Content = new StringContent("""{"error":"unknown"}""") }
                : new HttpResponseMessage { Content = new StringContent($$"""{"bars":[{{bars}}]}""", Encoding.UTF8, "application/json") });
        }
    }
}
