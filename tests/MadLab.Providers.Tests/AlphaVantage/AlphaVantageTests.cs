using FluentAssertions;
using MadLab.Providers.AlphaVantage;
using MadLab.Testing.Conformance;
using MadLab.Testing.Http;
using Xunit;

namespace MadLab.Providers.Tests.AlphaVantage;

/// <summary>The provider against a server that speaks what Alpha Vantage documents; the real one was never called.</summary>
public sealed class AlphaVantageTests : IAsyncLifetime
{
    private static readonly Symbol Ibm = Symbol.Parse("IBM");

    private AlphaVantageServer _server = null!;

    public async Task InitializeAsync() => _server = await AlphaVantageServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conformance_OfEverything_Passes(bool isPremium)
    {
        using var http = new HttpFaults(new SocketsHttpHandler()) { ErrorBody = $$"""{"Information":"{{AlphaVantageServer.DailyLimit}}"}""" };
        using var provider = Provider(http, isPremium);

        var report = await ProviderConformance.RunAsync(provider, new ConformanceOptions { Symbol = Ibm, Other = Symbol.Parse("BRK.B"), Query = "IBM", Http = http, Secrets = [AlphaVantageServer.Key] });

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => $"{r.Check.Id}: {r.Message}").Should().BeEmpty();
        report["HTTP-013"].Outcome.Should().Be(ConformanceOutcome.Passed);
        report.Count(ConformanceOutcome.Passed).Should().BeGreaterThan(45);
    }

    [Fact]
    public async Task Adjusted_IsReckonedFromSplitsAndDividends()
    {
        using var provider = Provider(isPremium: true);

        var raw = await provider.GetPricesAsync(new PriceRequest { Symbol = Ibm, Adjustment = PriceAdjustment.Raw, Range = PriceRange.SixMonths });
        var splits = await provider.GetPricesAsync(new PriceRequest { Symbol = Ibm, Adjustment = PriceAdjustment.Splits, Range = PriceRange.SixMonths });
        var all = await provider.GetPricesAsync(new PriceRequest { Symbol = Ibm, Adjustment = PriceAdjustment.All, Range = PriceRange.SixMonths });

        var old = raw.Bars.Count - 60;
        splits.Bars[old].Close.Should().Be(raw.Bars[old].Close / 2);
        splits.Bars[old].Volume.Should().Be(2_000);
        splits.Bars[^1].Should().Be(raw.Bars[^1]);
        var before = raw.Bars[^22].Close;
        all.Bars[^30].Close.Should().BeApproximately(splits.Bars[^30].Close * (1 - (1 / before)), 0.0000001m);
        all.Adjustment.Should().Be(PriceAdjustment.All);
        _server.Asked.Should().AllBe("TIME_SERIES_DAILY_ADJUSTED");
    }

    [Fact]
    public async Task Quote_HasTheNumbersOfTheService()
    {
        using var provider = Provider();

        var quote = (await provider.GetQuotesAsync([Ibm])).Single();

        (quote.Price, quote.Change, quote.ChangePercent, quote.PreviousClose, quote.Volume).Should().Be((252.5m, 2.5m, 1m, 250m, 3_456_789m));
        quote.Timestamp.Should().Be(new DateTimeOffset(2026, 3, 10, 20, 0, 0, TimeSpan.Zero), "New York closes at 16:00, in March already in summer time");
        (await provider.GetQuotesAsync([Symbol.Parse("NOPE")])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Information", AlphaVantageServer.DailyLimit, MarketErrorKind.QuotaExceeded, 3600)]
    [InlineData("Note", "Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 500 calls per day.", MarketErrorKind.QuotaExceeded, 3600)]
    [InlineData("Note", "Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute.", MarketErrorKind.QuotaExceeded, 60)]
    [InlineData("Information", "Please consider spreading out your free API requests more sparingly (1 request per second). rate limit", MarketErrorKind.QuotaExceeded, 2)]
    [InlineData("Information", "Thank you for using Alpha Vantage! This is a premium endpoint.", MarketErrorKind.NotSupported, null)]
    [InlineData("Information", "The **demo** API key is for demo purposes only.", MarketErrorKind.Unauthorized, null)]
    [InlineData("Error Message", "the parameter apikey is invalid or missing.", MarketErrorKind.Unauthorized, null)]
    [InlineData("Error Message", "Invalid API call. Please retry or visit the documentation.", MarketErrorKind.SymbolUnknown, null)]
    [InlineData("Information", "Something new.", MarketErrorKind.Malformed, null)]
    public async Task ErrorInsideOfA200_IsWhatItSays_AndNeverRepeatsTheKey(string member, string text, MarketErrorKind kind, int? retryAfter)
    {
        using var provider = Provider();
        _server.Says = (member, text);

        var ask = () => provider.GetPricesAsync(new PriceRequest { Symbol = Ibm });

        var failure = (await ask.Should().ThrowAsync<MarketDataException>()).Which;
        failure.Kind.Should().Be(kind);
        failure.RetryAfter.Should().Be(retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        failure.ToString().Should().NotContain(AlphaVantageServer.Key);
    }

    [Fact]
    public async Task WithoutAKey_SaysThatItsCredentialsAreMissing()
    {
        using var provider = new AlphaVantageProvider(new AlphaVantageOptions { Address = _server.Address });

        provider.Descriptor.Credentials.Should().Be(ProviderCredentials.Missing);
        var ask = () => provider.GetPricesAsync(new PriceRequest { Symbol = Ibm });
        (await ask.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.Unauthorized);
        _server.Asked.Should().BeEmpty();
        new AlphaVantageOptions { Key = "abc123" }.ToString().Should().NotContain("abc123");
    }

    [Fact]
    public async Task Search_TranslatesSymbolsAndKinds()
    {
        using var provider = Provider();

        (await provider.SearchAsync("ibm", 10)).Select(m => (m.Symbol.Value, m.Type)).Should().Equal(("IBM", AssetClass.Equity), ("BRK.B", AssetClass.Equity), ("IBMM", AssetClass.Etf));
        (await provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse("BRK.B") })).Bars.Should().NotBeEmpty();
    }

    private AlphaVantageProvider Provider(HttpMessageHandler? handler = null, bool isPremium = false) =>
        new(new AlphaVantageOptions { Key = AlphaVantageServer.Key, Address = _server.Address, IsPremium = isPremium }, handler);
}
