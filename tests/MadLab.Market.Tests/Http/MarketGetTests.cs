using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

public sealed class MarketGetTests
{
    [Fact]
    public async Task Prices_Default_AreBarsOldestFirstInTheContractsShape()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.App.GetAsync("/api/market?symbol=aapl");
        var bars = (await KestrelApp.JsonAsync(response)).EnumerateArray().ToList();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        bars.Should().HaveCount(252);
        bars[0].EnumerateObject().Select(m => m.Name).Should().Equal("date", "open", "high", "low", "close", "volume");
        bars[0].GetProperty("date").GetString().Should().Be("2023-01-02T00:00:00Z");
        bars.Select(b => b.GetProperty("date").GetDateTimeOffset()).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task Headers_FirstAnswer_CarryTheWholeCaps()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var prices = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var kpis = await app.App.GetAsync("/api/market?symbol=AAPL&type=kpis");

        Header(prices, "Cache-Control").Should().Be("public, max-age=60, s-maxage=300, stale-while-revalidate=60");
        Header(prices, "CDN-Cache-Control").Should().Be("public, max-age=300, stale-while-revalidate=60, stale-if-error=86400");
        Header(prices, "Cache-Status").Should().Be("MadLab; fwd=miss");
        Header(prices, "Vary").Should().Be("Accept-Encoding");
        Header(prices, "X-MadLab-Provider").Should().Be("fake");
        Header(prices, "X-MadLab-Feed").Should().Be("fake");
        Header(prices, "X-MadLab-Adjustment").Should().Be("all");
        prices.Headers.Contains("Age").Should().BeFalse();
        prices.Content.Headers.ContentLength.Should().BePositive();
        Header(kpis, "Cache-Control").Should().Be("public, max-age=1, s-maxage=2");
    }

    [Fact]
    public async Task Headers_AgedEntry_NeverPromiseMoreThanIsLeft()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var first = await app.App.GetAsync("/api/market?symbol=AAPL");

        app.Time.Advance(TimeSpan.FromSeconds(270));
        using var aged = await app.App.GetAsync("/api/market?symbol=AAPL");

        Header(aged, "Cache-Status").Should().Be("MadLab; hit; ttl=31");
        Header(aged, "Cache-Control").Should().Be("public, max-age=31, s-maxage=31, stale-while-revalidate=60");
        Header(aged, "CDN-Cache-Control").Should().StartWith("public, max-age=31,");
    }

    [Fact]
    public async Task IfNoneMatch_SameTag_Is304WithTheSameHeaders()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var first = await app.App.GetAsync("/api/market?symbol=AAPL");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/market?symbol=AAPL");
        request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", W/{first.Headers.ETag!.Tag}");
        using var second = await app.Http.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        second.Headers.ETag.Should().Be(first.Headers.ETag);
        Header(second, "Cache-Control").Should().NotBeNull();
        Header(second, "Vary").Should().Be("Accept-Encoding");
        (await second.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("br;q=0.1, identity", null)]
    [InlineData("*", "br")]
    public async Task AcceptEncoding_IsNegotiated_AndEachCodingHasItsTag(string accept, string? expected)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var plain = await app.App.GetAsync("/api/market?symbol=AAPL");
        var plainBody = await plain.Content.ReadAsByteArrayAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/market?symbol=AAPL");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        using var response = await app.Http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();

        response.Content.Headers.ContentEncoding.SingleOrDefault().Should().Be(expected);
        response.Content.Headers.ContentLength.Should().Be(body.Length);
        Decode(body, expected).Should().Equal(plainBody);
        if (expected is not null)
        {
            response.Headers.ETag.Should().NotBe(plain.Headers.ETag);
            body.Length.Should().BeLessThan(plainBody.Length / 2);
        }
    }

    [Fact]
    public async Task Head_AnswersAsGetWithoutABody()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var get = await app.App.GetAsync("/api/market?symbol=AAPL");

        using var head = await app.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/market?symbol=AAPL"));

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Headers.ETag.Should().Be(get.Headers.ETag);
        head.Content.Headers.ContentLength.Should().Be(get.Content.Headers.ContentLength);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task WrongMethod_Is405WithAllowAndNoBody()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.Http.DeleteAsync(new Uri("/api/market", UriKind.Relative));

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD", "POST");
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("", 400, "MISSING_SYMBOL")]
    [InlineData("symbol=", 400, "MISSING_SYMBOL")]
    [InlineData("symbols=,,", 400, "MISSING_SYMBOL")]
    [InlineData("symbol=..", 400, "INVALID_SYMBOL")]
    [InlineData("symbol=A//B", 400, "INVALID_SYMBOL")]
    [InlineData("symbol=%3Cscript%3E", 400, "INVALID_SYMBOL")]
    [InlineData("symbol=AAPL&symbol=MSFT", 400, "INVALID_SYMBOL")]
    [InlineData("symbols=AAPL,*", 400, "INVALID_SYMBOL")]
    [InlineData("symbol=AAPL&range=7W", 400, "INVALID_RANGE")]
    [InlineData("symbol=AAPL&type=kpis&range=x", 400, "INVALID_RANGE")]
    [InlineData("type=correlation&symbols=AAPL,MSFT&period=9Q", 400, "INVALID_RANGE")]
    [InlineData("symbol=AAPL&type=nonsense", 400, "UNKNOWN_TYPE")]
    [InlineData("symbol=AAPL&provider=nobody", 400, "UNKNOWN_PROVIDER")]
    [InlineData("symbol=AAPL&adjust=half", 400, "INVALID_ADJUST")]
    [InlineData("symbol=AAPL&asOf=yesterday", 400, "INVALID_AS_OF")]
    [InlineData("symbol=AAPL&asOf=2023-06-01", 501, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&type=volcone&estimator=guess", 400, "INVALID_ESTIMATOR")]
    [InlineData("symbol=AAPL&type=quality&range=7W", 400, "INVALID_RANGE")]
    [InlineData("symbol=NOPE&type=volcone", 404, "SYMBOL_NOT_FOUND")]
    [InlineData("symbol=NOPE&type=quality", 404, "SYMBOL_NOT_FOUND")]
    [InlineData("symbol=NOPE&type=info", 404, "SYMBOL_NOT_FOUND")]
    [InlineData("symbol=NOPE", 404, "SYMBOL_NOT_FOUND")]
    public async Task Errors_AreProblemsWithErrorAndCode(string query, int status, string code)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.App.GetAsync($"/api/market?{query}");
        var problem = await KestrelApp.JsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        Header(response, "Cache-Control").Should().Be("no-store");
        problem.GetProperty("code").GetString().Should().Be(code);
        problem.GetProperty("error").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("status").GetInt32().Should().Be(status);
    }

    [Fact]
    public async Task Symbols_FiftyOne_AreTooMany()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        var problem = await app.App.GetJsonAsync($"/api/market?symbols={string.Join(',', Enumerable.Range(0, 51).Select(i => $"S{i}"))}");

        problem.GetProperty("code").GetString().Should().Be("TOO_MANY_SYMBOLS");
    }

    [Fact]
    public async Task Batch_KeepsOrderDropsRepeatsAndIsMadeOfSingleEntries()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        var single = await app.App.GetJsonAsync("/api/market?symbol=MSFT");

        using var response = await app.App.GetAsync("/api/market?symbols=MSFT,aapl,MSFT&symbols=GOOG&symbol=X");
        var batch = await KestrelApp.JsonAsync(response);

        batch.EnumerateObject().Select(m => m.Name).Should().Equal("MSFT", "AAPL", "GOOG");
        batch.GetProperty("MSFT").GetRawText().Should().Be(single.GetRawText());
        fake.Calls("prices").Should().Be(3, "MSFT was cached by the single call");
        Header(response, "Cache-Status").Should().Be("MadLab; fwd=miss");
        response.Content.Headers.ContentLength.Should().Be((await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Batch_WithAnUnknownSymbol_FailsWholeWithReasons()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        using var response = await app.App.GetAsync("/api/market?symbols=AAPL,NOPE,NADA");
        var problem = await KestrelApp.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        problem.GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        problem.GetProperty("errors").EnumerateObject().Select(m => m.Name).Should().Equal("NOPE", "NADA");
        problem.GetProperty("errors").GetProperty("NOPE").GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
    }

    [Fact]
    public async Task UpstreamDown_StaleAnswerStandsInAndSaysSo()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var fresh = await app.App.GetAsync("/api/market?symbol=AAPL");
        fake.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        app.Time.Advance(TimeSpan.FromSeconds(310));
        using var stale = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var unknown = await app.App.GetAsync("/api/market?symbol=MSFT");

        stale.StatusCode.Should().Be(HttpStatusCode.OK);
        Header(stale, "Cache-Status").Should().Be("MadLab; hit; ttl=-9; detail=stale");
        Header(stale, "Cache-Control").Should().Be("no-store");
        stale.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
        (await stale.Content.ReadAsStringAsync()).Should().Be(await fresh.Content.ReadAsStringAsync());
        unknown.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        unknown.Headers.RetryAfter.Should().NotBeNull();
    }

    [Fact]
    public async Task UpstreamDown_PastTheStaleLimit_Fails()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake), o => o.StaleLimit = TimeSpan.FromMinutes(10));
        using var fresh = await app.App.GetAsync("/api/market?symbol=AAPL");
        fake.Failure = new MarketDataException(MarketErrorKind.Malformed, "garbage");

        app.Time.Advance(TimeSpan.FromMinutes(11));
        using var late = await app.App.GetAsync("/api/market?symbol=AAPL");

        late.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await KestrelApp.JsonAsync(late)).GetProperty("code").GetString().Should().Be("UPSTREAM_INVALID");
    }

    [Theory]
    [InlineData(MarketErrorKind.QuotaExceeded, 503, "QUOTA_EXCEEDED")]
    [InlineData(MarketErrorKind.Timeout, 504, "UPSTREAM_TIMEOUT")]
    [InlineData(MarketErrorKind.NotEntitled, 403, "NOT_ENTITLED")]
    [InlineData(MarketErrorKind.Unauthorized, 503, "UPSTREAM_UNAVAILABLE")]
    [InlineData(MarketErrorKind.NotSupported, 501, "NOT_SUPPORTED")]
    public async Task ProviderFailure_HasItsStatusAndCode(MarketErrorKind kind, int status, string code)
    {
        var fake = MarketApp.Fake();
        fake.Failure = new MarketDataException(kind, "no") { RetryAfter = kind == MarketErrorKind.QuotaExceeded ? TimeSpan.FromSeconds(90) : null };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL");

        ((int)response.StatusCode).Should().Be(status);
        (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be(code);
        if (kind == MarketErrorKind.QuotaExceeded)
        {
            response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(90));
        }
    }

    [Fact]
    public async Task AuthorsException_LeaksNothing()
    {
        var fake = MarketApp.Fake();
        fake.Failure = new InvalidOperationException("Password=hunter2 at /srv/secret");
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL");
        var body = await response.Content.ReadAsStringAsync();

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        body.Should().NotContain("hunter2").And.NotContain("InvalidOperation").And.NotContain("   at ");
    }

    [Fact]
    public async Task LiveDataOff_ServesWhatIsCachedHoweverOldAndElse503()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var fresh = await app.App.GetAsync("/api/market?symbol=AAPL");
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(false);

        app.Time.Advance(TimeSpan.FromHours(5));
        using var cached = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var missing = await app.App.GetAsync("/api/market?symbol=MSFT");
        using var invalid = await app.App.GetAsync("/api/market?symbol=!!");
        var calls = fake.Calls("prices");
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(null);
        using var again = await app.App.GetAsync("/api/market?symbol=MSFT");

        cached.StatusCode.Should().Be(HttpStatusCode.OK);
        Header(cached, "Cache-Status").Should().EndWith("detail=stale");
        missing.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        missing.Headers.RetryAfter.Should().NotBeNull();
        var problem = await KestrelApp.JsonAsync(missing);
        problem.GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
        problem.GetProperty("error").GetString().Should().Be("Live data is disabled");
        invalid.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        calls.Should().Be(1, "no provider is called while live data is off");
        again.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("type=correlation&symbols=AAPL,MSFT", "period=1Y")]
    [InlineData("type=kpis&symbol=AAPL", "range=6M")]
    public async Task ComputedFromAStaleAnswer_IsStaleItself(string query, string more)
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("plain", _ => new PriceOnly(fake)), o => o.Prices.SharedMaxAge = TimeSpan.FromSeconds(60));
        using var fresh = await app.App.GetAsync($"/api/market?{query}&{more}");
        fake.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        app.Time.Advance(TimeSpan.FromMinutes(6));
        using var stale = await app.App.GetAsync($"/api/market?{query}&{more}");

        Header(fresh, "Cache-Status").Should().Be("MadLab; fwd=miss");
        stale.StatusCode.Should().Be(HttpStatusCode.OK);
        Header(stale, "Cache-Status").Should().MatchRegex("^MadLab; hit; ttl=-[0-9]+; detail=stale$");
        Header(stale, "Cache-Control").Should().Be("no-store");
    }

    [Fact]
    public async Task Search_CountsAgainstTheLimit()
    {
        await using var app = await MarketApp.StartAsync(
            lab => lab.AddProvider("fake", _ => MarketApp.Fake()), o => o.RateLimit = new RateLimitOptions { Enabled = true, Burst = 100, PerSecond = 1 });
        for (var i = 0; i < 100; i++)
        {
            using var ok = await app.App.GetAsync("/api/market/search?q=a");
            ok.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var limited = await app.App.GetAsync("/api/market/search?q=a");

        limited.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task UnknownSymbol_IsRememberedForThirtySeconds()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var first = await app.App.GetAsync("/api/market?symbol=NOPE");
        using var second = await app.App.GetAsync("/api/market?symbol=NOPE");
        fake.Calls("prices").Should().Be(1);
        app.Time.Advance(TimeSpan.FromSeconds(31));
        using var third = await app.App.GetAsync("/api/market?symbol=NOPE");

        fake.Calls("prices").Should().Be(2);
        second.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task KpisOfAPriceOnlyProvider_AreComputed_AndCorrelationIsFree()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("plain", _ => new PriceOnly(MarketApp.Fake())));

        var kpis = await app.App.GetJsonAsync("/api/market?symbol=AAPL&type=kpis");
        var correlation = await app.App.GetJsonAsync("/api/market?type=correlation&symbols=MSFT,AAPL,GOOG&period=6m");
        using var vol = await app.App.GetAsync("/api/market?symbol=AAPL&type=vol");

        kpis.GetProperty("price").GetDecimal().Should().BePositive();
        correlation.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()).Should().Equal("MSFT", "AAPL", "GOOG");
        correlation.GetProperty("period").GetString().Should().Be("6M");
        correlation.GetProperty("matrix")[0][0].GetDouble().Should().Be(1);
        correlation.GetProperty("matrix")[0][1].GetDouble().Should().Be(correlation.GetProperty("matrix")[1][0].GetDouble());
        vol.StatusCode.Should().Be(HttpStatusCode.NotImplemented);
    }

    [Fact]
    public async Task Failover_GoesOnByClassAndNamesTheSource()
    {
        var first = MarketApp.Fake();
        first.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => MarketApp.Fake()));

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var named = await app.App.GetAsync("/api/market?symbol=MSFT&provider=first");
        var post = await KestrelApp.JsonAsync(await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative), new StringContent("""{"symbols":["AAPL"],"type":"prices"}""", Encoding.UTF8, "application/json")));

        Header(response, "X-MadLab-Provider").Should().Be("second");
        named.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        var attempts = post.GetProperty("results").GetProperty("AAPL").GetProperty("meta").GetProperty("attempts");
        attempts.EnumerateArray().Select(a => (a.GetProperty("provider").GetString(), a.GetProperty("outcome").GetString()))
            .Should().Equal(("first", "UPSTREAM_UNAVAILABLE"), ("second", "OK"));
    }

    [Fact]
    public async Task ProvidersAndSearch_HaveTheContractsShape()
    {
        var fake = MarketApp.Fake();
        fake.Matches.Add(new SymbolMatch { Symbol = Symbol.Parse("AAPL"), Name = "Apple Inc." });
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake).AddSynthetic());

        var providers = await app.App.GetJsonAsync("/api/market/providers");
        var hits = await app.App.GetJsonAsync("/api/market/search?q=app");
        var none = await app.App.GetJsonAsync("/api/market/search?q=zzz");
        using var missing = await app.App.GetAsync("/api/market/search");

        providers.EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("fake", "synthetic");
        providers[0].GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()).Should().Contain(["prices", "kpis"]);
        providers[0].GetProperty("status").GetString().Should().Be("available");
        hits.GetArrayLength().Should().Be(1, "demo data stays out unless asked for by name");
        hits[0].GetProperty("symbol").GetString().Should().Be("AAPL");
        hits[0].GetProperty("type").GetString().Should().Be("equity");
        hits[0].GetProperty("provider").GetString().Should().Be("fake");
        none.GetArrayLength().Should().Be(0);
        missing.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Configuration_OrdersAndDisablesProviders()
    {
        await using var app = await MarketApp.StartAsync(
            lab => lab.AddProvider("one", _ => MarketApp.Fake()).AddProvider("two", _ => MarketApp.Fake()).AddProvider("three", _ => MarketApp.Fake()),
            configuration: new() { ["MadLab:Providers:three:Order"] = "1", ["MadLab:Providers:one:Enabled"] = "false" });

        using var response = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var disabled = await app.App.GetAsync("/api/market?symbol=AAPL&provider=one");

        Header(response, "X-MadLab-Provider").Should().Be("three");
        (await KestrelApp.JsonAsync(disabled)).GetProperty("code").GetString().Should().Be("UNKNOWN_PROVIDER");
    }

    [Fact]
    public async Task RateLimit_PastTheBurst_Is429WithRetryAfterAndRefills()
    {
        await using var app = await MarketApp.StartAsync(
            lab => lab.AddProvider("fake", _ => MarketApp.Fake()), o => o.RateLimit = new RateLimitOptions { Enabled = true, Burst = 100, PerSecond = 10 });
        for (var i = 0; i < 33; i++)
        {
            using var ok = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT,GOOG");
            ok.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var limited = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT,GOOG");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var again = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT,GOOG");

        limited.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        (await KestrelApp.JsonAsync(limited)).GetProperty("code").GetString().Should().Be("RATE_LIMITED");
        again.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private static byte[] Decode(byte[] body, string? coding)
    {
        using var buffer = new MemoryStream(body);
        using Stream stream = coding switch
        {
            "br" => new BrotliStream(buffer, CompressionMode.Decompress),
            "gzip" => new GZipStream(buffer, CompressionMode.Decompress),
            _ => buffer,
        };
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class PriceOnly(FakeProvider inner) : IPriceProvider
    {
        public ProviderDescriptor Descriptor => inner.Descriptor;

        public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) =>
            inner.GetPricesAsync(request, cancellationToken);
    }
}
