using FluentAssertions;
using MadLab.Market.Caching;
using MadLab.Market.Service;
using MadLab.Market.Tests.Providers.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>How long answers live, and the settings of that.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task Entries_MadeTogether_EndApart_AndNoneBeforeItsTime()
    {
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => new ScriptedPrices()));

        var entries = new List<MarketEntry>();
        for (var i = 0; i < 200; i++)
        {
            await host.PricesAsync($"S{i}");
            entries.Add(host.Get<MarketCache>().Peek(MarketKey.Prices(Symbol.Parse($"S{i}"), PriceRange.SixMonths, null))!);
        }

        var lives = entries.ConvertAll(e => e.FreshUntil - host.Time.GetUtcNow());
        lives.Should().OnlyContain(life => life >= TimeSpan.FromSeconds(301) && life <= TimeSpan.FromSeconds(331), "300 s, a second for rounding, and up to a tenth by chance");
        lives.Select(life => (int)life.TotalSeconds).Distinct().Should().HaveCountGreaterThan(15);
        entries.Should().OnlyContain(e => e.RefreshAt < e.FreshUntil && e.RefreshAt - host.Time.GetUtcNow() >= TimeSpan.FromSeconds(240));
    }

    [Fact]
    public async Task Entries_WithoutJitter_EndTogether()
    {
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => new ScriptedPrices()), options: o => o.LifetimeJitter = 0);

        var ends = new HashSet<DateTimeOffset>();
        for (var i = 0; i < 20; i++)
        {
            await host.PricesAsync($"S{i}");
            ends.Add(host.Get<MarketCache>().Peek(MarketKey.Prices(Symbol.Parse($"S{i}"), PriceRange.SixMonths, null))!.FreshUntil);
        }

        ends.Should().ContainSingle();
    }

    public static TheoryData<string, Action<MarketOptions>> Refused() => new()
    {
        { "SoftTimeout", o => o.SoftTimeout = TimeSpan.FromSeconds(-1) },
        { "HardTimeout", o => o.HardTimeout = TimeSpan.Zero },
        { "SoftTimeout", o => (o.SoftTimeout, o.HardTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)) },
        { "EarlyRefresh", o => o.EarlyRefresh = 0 },
        { "EarlyRefresh", o => o.EarlyRefresh = double.NaN },
        { "LifetimeJitter", o => o.LifetimeJitter = 1.5 },
        { "MaxPendingFetches", o => o.MaxPendingFetches = 0 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Options_OutOfRange_StopTheStart(string name, Action<MarketOptions> set)
    {
        var start = () => MarketApp.StartAsync(options: set);

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage($"*{name}*");
    }
}
