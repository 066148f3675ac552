using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>What <c>meta</c> says of each symbol of a POST.</summary>
public sealed class PostMetaTests
{
    private const string Batch = """{"symbols":["AAPL"]}""";

    [Fact]
    public async Task Meta_AllFreshOfOneProvider_HasTheAttemptsOfAllParts_AndNothingElse()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));

        var meta = await MetaAsync(app, Batch);

        meta.EnumerateObject().Select(m => m.Name).Should().Equal("provider", "feed", "delaySeconds", "adjustment", "asOf", "fetchedAt", "attempts");
        Attempts(meta).Should().Equal("prices fake OK", "kpis fake OK", "vol fake OK");
    }

    [Fact]
    public async Task Meta_ProviderIsDown_SaysThatItIsStale()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        await MetaAsync(app, Batch);
        app.Time.Advance(TimeSpan.FromHours(20));
        fake.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        var meta = await MetaAsync(app, """{"symbols":["AAPL"],"type":"prices"}""");

        meta.GetProperty("stale").GetBoolean().Should().BeTrue();
        meta.TryGetProperty("parts", out _).Should().BeFalse();
        Attempts(meta).Should().Equal("prices fake OK");
    }

    [Fact]
    public async Task Meta_PartsOfTwoProviders_NamesTheSourceOfEach_AndWhoFailed()
    {
        var (first, second) = (MarketApp.Fake(), MarketApp.Fake());
        first.Kpis.Clear();
        first.Surfaces.Clear();
        second.Surfaces.Clear();
        second.Descriptor = second.Descriptor with { Feed = "other", DelaySeconds = 900 };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));

        var meta = await MetaAsync(app, Batch);

        meta.GetProperty("provider").GetString().Should().Be("first");
        meta.TryGetProperty("stale", out _).Should().BeFalse();
        var parts = meta.GetProperty("parts");
        parts.EnumerateObject().Select(p => $"{p.Name} {p.Value.GetProperty("provider")} {p.Value.GetProperty("feed")} {p.Value.GetProperty("delaySeconds")}")
            .Should().Equal("prices first fake 0", "kpis second other 900");
        Attempts(meta).Should().Equal("prices first OK", "kpis first SYMBOL_NOT_FOUND", "kpis second OK", "vol first SYMBOL_NOT_FOUND", "vol second SYMBOL_NOT_FOUND");
    }

    [Fact]
    public async Task Meta_PartsThatAgeApart_SaysWhichIsStale()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        await MetaAsync(app, Batch);

        // Past the life of key figures, and far from that of prices and surfaces.
        app.Time.Advance(TimeSpan.FromSeconds(30));
        fake.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        var meta = await MetaAsync(app, Batch);

        meta.GetProperty("stale").GetBoolean().Should().BeTrue();
        meta.GetProperty("parts").EnumerateObject().Where(p => p.Value.TryGetProperty("stale", out _)).Select(p => p.Name).Should().Equal("kpis");
    }

    private static IEnumerable<string> Attempts(JsonElement meta) =>
        meta.GetProperty("attempts").EnumerateArray().Select(a => $"{a.GetProperty("part")} {a.GetProperty("provider")} {a.GetProperty("outcome")}");

    private static async Task<JsonElement> MetaAsync(MarketApp app, string body)
    {
        using var response = await app.Http.PostAsync(new Uri("/api/market", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        return (await KestrelApp.JsonAsync(response)).GetProperty("results").GetProperty("AAPL").GetProperty("meta");
    }
}
