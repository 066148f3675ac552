using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>Types of providers' own, from outside: served, cached, failed over and refused as the host's.</summary>
public sealed class CustomDataTests
{
    [Fact]
    public async Task Type_OfAProvider_IsServedLikeTheHosts_AndAskedForOnce()
    {
        var provider = new SplitsProvider();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("splits", _ => provider));

        using var first = await app.Http.GetAsync("/api/market?symbol=AAPL&type=splits");
        using var second = await app.Http.GetAsync("/api/market?symbol=aapl&type=SPLITS");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/market?symbol=AAPL&type=splits") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var unchanged = await app.Http.SendAsync(again);
        using var batch = JsonDocument.Parse(await app.Http.GetStringAsync("/api/market?symbols=AAPL,MSFT&type=splits"));

        (await first.Content.ReadAsStringAsync()).Should().Be("""[{"day":"2020-08-31","ratio":4}]""");
        first.Headers.GetValues("X-MadLab-Provider").Should().Equal("splits");
        first.Headers.GetValues("X-MadLab-As-Of").Should().ContainSingle().Which.Should().StartWith("2024-01-02T");
        first.Headers.CacheControl!.ToString().Should().Contain("max-age=60").And.Contain("s-maxage=300");
        (await second.Content.ReadAsStringAsync()).Should().Be("""[{"day":"2020-08-31","ratio":4}]""");
        unchanged.StatusCode.Should().Be(HttpStatusCode.NotModified);
        batch.RootElement.EnumerateObject().Select(p => p.Name).Should().Equal("AAPL", "MSFT");
        provider.Calls.Should().Be(2, "AAPL and MSFT, each once");
    }

    [Fact]
    public async Task Types_AreListedWithTheirSchemas()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("splits", _ => new SplitsProvider()).AddProvider("more", _ => new SplitsProvider()));

        using var types = JsonDocument.Parse(await app.Http.GetStringAsync("/api/market/types"));
        using var providers = JsonDocument.Parse(await app.Http.GetStringAsync("/api/market/providers"));

        var type = types.RootElement.EnumerateArray().Should().ContainSingle().Which;
        type.GetProperty("name").GetString().Should().Be("splits");
        type.GetProperty("schema").GetProperty("type").GetString().Should().Be("array");
        type.GetProperty("providers").EnumerateArray().Select(p => p.GetString()).Should().Equal("splits", "more");
        providers.RootElement[0].GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()).Should().Equal("customData");
    }

    [Theory]
    [InlineData("/api/market?symbol=NOPE&type=splits", 404, "SYMBOL_NOT_FOUND")]
    [InlineData("/api/market?symbol=AAPL&type=dividends", 400, "UNKNOWN_TYPE")]
    [InlineData("/api/market?symbol=AAPL&type=custom", 400, "UNKNOWN_TYPE")]
    [InlineData("/api/market?symbol=AAPL&type=splits&asOf=2023-01-03", 501, "NOT_SUPPORTED")]
    [InlineData("/api/market?symbol=AAPL&type=splits&interval=1m", 501, "NOT_SUPPORTED")]
    [InlineData("/api/market?symbol=AAPL&type=splits&format=csv", 501, "NOT_SUPPORTED")]
    public async Task WhatCannotBeAnswered_IsRefusedAsElsewhere(string path, int status, string code)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("splits", _ => new SplitsProvider()));

        using var answer = await app.Http.GetAsync(path);

        ((int)answer.StatusCode).Should().Be(status);
        (await answer.Content.ReadAsStringAsync()).Should().Contain(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("[1,")]
    [InlineData("{}{}")]
    [InlineData("not json")]
    public async Task AnswerThatIsNone_GoesToTheNextProvider(string json)
    {
        await using var app = await MarketApp.StartAsync(lab => lab
            .AddProvider("broken", _ => new SplitsProvider { Json = json })
            .AddProvider("sound", _ => new SplitsProvider()));

        using var answer = await app.Http.GetAsync("/api/market?symbol=AAPL&type=splits");
        using var alone = await app.Http.GetAsync("/api/market?symbol=AAPL&type=splits&provider=broken");

        answer.Headers.GetValues("X-MadLab-Provider").Should().Equal("sound");
        ((int)alone.StatusCode).Should().Be(502);
    }

    [Fact]
    public async Task InProcess_IsTheSame_AndIsClearedByItsName()
    {
        var provider = new SplitsProvider();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("splits", _ => provider));
        var market = app.App.App.Services.GetRequiredService<IMarketData>();

        var answer = await market.GetDataAsync("Splits", Symbol.Parse("AAPL"));
        await app.Http.GetStringAsync("/api/market?symbol=AAPL&type=splits");
        var removed = app.App.App.Services.GetRequiredService<IMarketCache>().Remove(type: "splits");

        Encoding.UTF8.GetString(answer.Value.Json.Span).Should().Contain("2020-08-31");
        provider.Calls.Should().Be(1);
        removed.Should().Be(1);
        market.GetDataTypes().Select(t => t.Name).Should().Equal("splits");
        await market.Invoking(m => m.GetDataAsync("none", Symbol.Parse("AAPL")).AsTask()).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData("prices", "{}", "a type of the host's")]
    [InlineData("My Type", "{}", "its name has to be")]
    [InlineData("fine", "[]", "no JSON object")]
    [InlineData("fine", "{", "no JSON object")]
    public async Task TypeThatCannotBeServed_IsNamedWhenTheProviderIsMade(string name, string schema, string why)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("bad", _ => new SplitsProvider { DataTypes = [new DataType { Name = name, Description = "d", Schema = schema }] }));

        var make = () => app.App.App.Services.GetRequiredService<IMarketData>();

        make.Should().Throw<InvalidOperationException>().WithMessage($"*bad*'{name}'*{why}*");
    }

    private sealed class SplitsProvider : ICustomDataProvider
    {
        private int _calls;

        public int Calls => _calls;

        public string Json { get; set; } = """[{"day":"2020-08-31","ratio":4}]""";

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "splits", Limits = new ProviderLimits { Retries = 0 } };

        public IReadOnlyList<DataType> DataTypes { get; set; } = [new DataType { Name = "splits", Description = "What was split.", Schema = """{"type":"array"}""" }];

        public Task<CustomData> GetDataAsync(string type, Symbol symbol, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            return symbol.Value == "NOPE"
                ? throw MarketDataException.SymbolUnknown(symbol)
                : Task.FromResult(new CustomData { Json = Encoding.UTF8.GetBytes(Json), AsOf = new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero) });
        }
    }
}
