using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using FluentAssertions;
using MadLab.Market.Tests.Prices;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary><c>format=csv</c>, from outside.</summary>
public sealed class MarketCsvTests
{
    private const string Path = "/api/market?symbol=AAPL&format=csv";

    [Fact]
    public async Task Csv_IsRfc4180WithAHeaderLine()
    {
        await using var app = await StartAsync();

        using var response = await app.App.GetAsync(Path);
        var text = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        text.Should().StartWith("date,open,high,low,close,volume,isFinal\r\n").And.EndWith("\r\n");
        text.Replace("\r\n", string.Empty).Should().NotContainAny("\r", "\n", "\"");
        text.Split("\r\n")[1].Should().MatchRegex(@"^2023-01-02T00:00:00Z,[0-9.]+,[0-9.]+,[0-9.]+,[0-9.]+,1000,true$");
    }

    [Fact]
    public async Task Csv_CostsNoCallOfItsOwn_AndIsKeptAsLong()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var json = await app.App.GetAsync("/api/market?symbol=AAPL");
        app.Time.Advance(TimeSpan.FromSeconds(200));

        using var csv = await app.App.GetAsync(Path);
        using var again = await app.App.GetAsync(Path);

        fake.Calls("prices").Should().Be(1);
        csv.Headers.ETag.Should().NotBe(json.Headers.ETag);
        Header(csv, "Cache-Control").Should().Be("public, max-age=60, s-maxage=101, stale-while-revalidate=60", "no longer than the prices it is written from");
        Header(again, "Cache-Status").Should().StartWith("MadLab; hit");
        Header(csv, "X-MadLab-Provider").Should().Be("fake");
        Header(csv, "Vary").Should().Be("Accept-Encoding");
    }

    [Fact]
    public async Task Csv_SameTag_Is304()
    {
        await using var app = await StartAsync();
        using var first = await app.App.GetAsync(Path);

        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await app.Http.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("format=csv")]
    [InlineData("from=2023-12-01")]
    [InlineData("interval=1w&from=2023-12-01&format=csv")]
    public async Task View_LiveDataOff_IsMadeOfWhatIsCachedAndMarkedStale(string view)
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var json = await app.App.GetAsync("/api/market?symbol=AAPL");
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(false);

        using var cached = await app.App.GetAsync($"/api/market?symbol=AAPL&{view}");
        using var missing = await app.App.GetAsync($"/api/market?symbol=MSFT&{view}");

        cached.StatusCode.Should().Be(HttpStatusCode.OK, await cached.Content.ReadAsStringAsync());
        Header(cached, "Cache-Status").Should().EndWith("detail=stale");
        Header(cached, "Cache-Control").Should().Be("no-store");
        missing.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await KestrelApp.JsonAsync(missing)).GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
        fake.Calls("prices").Should().Be(1);
    }

    [Fact]
    public async Task Csv_Compressed_IsTheSameText()
    {
        await using var app = await StartAsync();
        var plain = await app.Http.GetStringAsync(new Uri(Path, UriKind.Relative));

        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var response = await app.Http.SendAsync(request);
        await using var brotli = new BrotliStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);

        response.Content.Headers.ContentEncoding.Should().Equal("br");
        (await reader.ReadToEndAsync()).Should().Be(plain);
    }

    [Fact]
    public async Task Csv_Head_HasTheHeadersAlone()
    {
        await using var app = await StartAsync();
        using var get = await app.App.GetAsync(Path);

        using var head = await app.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Path));

        head.Content.Headers.ContentLength.Should().Be(get.Content.Headers.ContentLength);
        head.Content.Headers.ContentType.Should().Be(get.Content.Headers.ContentType);
        head.Headers.ETag.Should().Be(get.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Csv_WhateverThePrices_HoldsNumbersAndDatesAlone()
    {
        var bars = BarSource.Walk(new DateTimeOffset(2023, 12, 29, 14, 30, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1), 300, 6)
            .Select((b, i) => b with { Open = b.Open - 150, High = b.High, Low = -1_000_000.000_001m, Close = b.Close / 3, Volume = i % 2 == 0 ? 0 : 79_228_162_514_264m, IsFinal = i < 299 });
        var source = new BarSource(BarSource.SeriesOf(BarInterval.OneMinute, bars, "=CMD"));
        source.Series[BarInterval.OneMinute] = source.Series[BarInterval.OneMinute] with { Symbol = Symbol.Parse("=CMD"), Currency = "=1+1" };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bars", _ => source));

        var text = await app.Http.GetStringAsync(new Uri("/api/market?symbol=%3DCMD&interval=1m&format=csv", UriKind.Relative));

        var lines = text.Split("\r\n")[1..^1];
        lines.Should().HaveCount(300);
        foreach (var fields in lines.Select(l => l.Split(',')))
        {
            fields.Should().HaveCount(7);
            DateTimeOffset.TryParseExact(fields[0], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _).Should().BeTrue();
            fields[1..6].Should().OnlyContain(f => IsNumber(f));
            fields[6].Should().BeOneOf("true", "false");
        }

        lines[^1].Should().EndWith(",false", "the newest bar runs");
    }

    [Theory]
    [InlineData("symbols=AAPL,MSFT&format=csv", 501, "NOT_SUPPORTED")]
    [InlineData("symbols=AAPL&format=csv", 501, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&type=vol&format=csv", 501, "NOT_SUPPORTED")]
    [InlineData("symbol=AAPL&format=xlsx", 400, "INVALID_FORMAT")]
    [InlineData("symbol=NOPE&format=csv", 404, "SYMBOL_NOT_FOUND")]
    public async Task Csv_WhereItIsNotServed_IsAProblem(string query, int status, string code)
    {
        await using var app = await StartAsync();

        using var response = await app.App.GetAsync($"/api/market?{query}");

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be(code);
    }

    private static Task<MarketApp> StartAsync() => MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
