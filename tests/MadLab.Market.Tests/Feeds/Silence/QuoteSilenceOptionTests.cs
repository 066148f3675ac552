using System.Globalization;
using FluentAssertions;
using MadLab.Market.Feeds.Silence;
using MadLab.Market.Providers;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Market.Tests.Feeds.Silence;

public sealed class QuoteSilenceOptionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("00:00:00.999")]
    [InlineData("1.00:00:01")]
    public async Task QuoteSilence_OutOfRange_StopsTheStart(string value)
    {
        var start = async () => await MarketApp.StartAsync(options: o => o.QuoteSilence = Span(value));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*MadLab:Market:QuoteSilence*");
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:01")]
    [InlineData("1.00:00:00")]
    public async Task QuoteSilence_InRange_Starts(string value)
    {
        await using var app = await MarketApp.StartAsync(options: o => o.QuoteSilence = Span(value));

        (await app.App.GetAsync("/api/market/providers")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData(null, "00:01:00", "00:01:00")]
    [InlineData("00:10:00", "00:01:00", "00:10:00")]
    [InlineData("00:00:00.1", "00:01:00", "00:00:01")]
    [InlineData("30.00:00:00", "00:01:00", "1.00:00:00")]
    [InlineData("-00:00:00.001", "00:01:00", null)]
    [InlineData("00:10:00", "00:00:00", null)]
    public void MaxSilence_WinsOverTheHosts_ButForZero(string? own, string hosts, string? taken)
    {
        var rule = Rule(new HandWrittenStream { Descriptor = Describe(new ProviderLimits { MaxSilence = own is null ? null : Span(own) }) }, hosts);

        (rule?.Limit).Should().Be(taken is null ? null : Span(taken));
    }

    [Theory]
    [InlineData("00:00:01", "00:01:00")]
    [InlineData("00:05:00", "00:15:10")]
    [InlineData("10675199.00:00:00", "1.00:00:00")]
    public void Limit_OfAPolledProvider_IsAtLeastThreeIntervalsAndACall(string interval, string taken) =>
        Rule(new ScriptedPolls { Descriptor = Describe(new ProviderLimits { PollInterval = Span(interval) }) }, "00:01:00")!.Limit.Should().Be(Span(taken));

    private static ProviderDescriptor Describe(ProviderLimits limits) => new() { Feed = "test", Hours = TradingHours.Always, Limits = limits };

    private static SilenceRule? Rule(IMarketDataProvider provider, string hosts) =>
        SilenceRule.For(new ProviderHandle("test", provider, new ManualTimeProvider()), Symbol.Parse("AAPL"), Span(hosts), Timeout);

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
