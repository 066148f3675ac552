using System.Text.Json;
using FluentAssertions;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Testing.Tests;

/// <summary>The suite itself: it passes what is sound, and each fault is caught by the check that is about it and by no other.</summary>
public sealed class ConformanceTests
{
    private static readonly Dictionary<string, Action<SoundProvider>> Faults = new()
    {
        ["DATA-001"] = static p => p.DataTypes = [p.DataTypes[0] with { Name = "Prices" }],
        ["DATA-002"] = static p => p.DataTypes = [p.DataTypes[0] with { Schema = "[]" }],
        ["DATA-003"] = static p => p.DataTypes = [p.DataTypes[0] with { Description = " " }],
        ["DATA-004"] = static p => p.OnData = static d => d with { Json = "[1,"u8.ToArray() },
        ["DATA-005"] = static p => p.OnData = static d => d with { AsOf = SoundProvider.Now.AddDays(1) },
        ["DESC-001"] = static p => p.OnDescriptor = static d => d with { },
        ["DESC-002"] = static p => p.Own = p.Own with { Feed = "My Feed" },
        ["DESC-005"] = static p => p.Own = p.Own with { DelaySeconds = -1 },
        ["DESC-006"] = static p => p.Own = p.Own with { Limits = p.Own.Limits with { CallsPerDay = 0 } },
        ["DESC-007"] = static p => p.Own = p.Own with { Adjustments = [PriceAdjustment.All, PriceAdjustment.All] },
        ["DESC-008"] = static p => p.Own = p.Own with { Limits = p.Own.Limits with { Intervals = [BarInterval.OneDay, BarInterval.OneDay] } },
        ["DESC-009"] = static p => p.Own = p.Own with { Currency = "dollars" },
        ["PRICE-004"] = static p => p.OnPrices = static (_, s) => s with { Bars = [.. s.Bars.Select(static b => b with { Time = b.Time.ToOffset(TimeSpan.FromHours(1)) })] },
        ["PRICE-007"] = static p => p.OnPrices = static (_, s) => s with { Bars = [.. s.Bars.Select(static b => b with { High = b.Close - 0.5m })] },
        ["PRICE-008"] = static p => p.OnPrices = static (_, s) => s with { Bars = [.. s.Bars.Select(static b => b with { Volume = -1 })] },
        ["PRICE-012"] = static p => p.OnPrices = static (_, s) => s with { Bars = [.. s.Bars.Select(static b => b with { IsFinal = false })] },
        ["PRICE-014"] = static p => p.Own = p.Own with { Currency = null },
        ["PRICE-015"] = static p => p.OnPrices = static (_, s) => s with { AsOf = s.Bars[0].Time },
        ["PRICE-101"] = static p => p.OnPrices = static (r, s) => r.Range is PriceRange.OneMonth ? s with { Bars = [s.Bars[0] with { Time = s.Bars[0].Time.AddDays(-28) }, .. s.Bars] } : s,
        ["PRICE-103"] = static p => p.OnPrices = static (r, s) => r.Adjustment is PriceAdjustment.Raw ? s with { Adjustment = PriceAdjustment.All } : s,
        ["PRICE-104"] = static p => p.OnPrices = static (r, s) => r is { Interval: not null, From: null } ? s with { Interval = BarInterval.OneHour } : s,
        ["PRICE-105"] = static p => p.OnPrices = static (r, s) => r.To is null ? s : s with { Bars = [.. s.Bars, s.Bars[^1] with { Time = s.Bars[^1].Time.AddDays(2) }] },
        ["PRICE-106"] = static p => p.OnPrices = static (r, s) => r.DailyOnly ? s with { Interval = BarInterval.OneHour } : s,
        ["PRICE-107"] = static p => p.OnPrices = static (r, s) => r.AsOf is null ? s : s with { Bars = [.. s.Bars, s.Bars[^1] with { Time = s.Bars[^1].Time.AddDays(1) }] },
        ["PRICE-110"] = static p => p.OnPrices = static (_, s) => 1.5m.ToString(System.Globalization.CultureInfo.CurrentCulture) == "1.5" ? s : s with { Bars = [.. s.Bars.Select(static b => b with { Close = b.Open })] },
        ["PRICE-113"] = static p => p.OnPrices = static (r, s) => r.Symbol == SoundProvider.Ajax ? s with { Symbol = SoundProvider.Acme } : s,
        ["KPI-002"] = static p => p.OnKpis = static k => k with { Price = 0, Change = 0, ChangePercent = 0 },
        ["KPI-003"] = static p => p.OnKpis = static k => k with { Timestamp = k.Timestamp.AddYears(1) },
        ["KPI-004"] = static p => p.OnKpis = static k => k with { ChangePercent = 0.02m },
        ["KPI-005"] = static p => p.OnKpis = static k => k with { DividendYield = 2 },
        ["KPI-006"] = static p => p.OnKpis = static k => k with { FiftyTwoWeekLow = 130 },
        ["KPI-008"] = static p => p.OnKpis = static k => k with { Name = " " },
        ["QUOTE-001"] = static p => p.OnQuotes = static q => q.Count == 1 && q[0].Symbol == SoundProvider.Acme ? [.. q, q[0] with { Symbol = SoundProvider.Ajax }] : q,
        ["QUOTE-003"] = static p => p.OnQuotes = static q => [.. q.Select(static o => o with { ChangePercent = 200 })],
        ["QUOTE-005"] = static p => p.OnQuotes = static q => [.. q.Select(static o => o with { Bid = 103 })],
        ["STREAM-003"] = static p => p.OnStream = static (i, q) => q with { Timestamp = q.Timestamp.AddSeconds(-i) },
        ["STREAM-004"] = static p => p.OnStreamToken = static _ => CancellationToken.None,
        ["STREAM-008"] = static p => p.OnStream = static (_, q) => q with { ChangePercent = 0.02m },
        ["SEARCH-001"] = static p => p.OnSearch = static (t, m) => t == "ACME" ? [] : m,
        ["SEARCH-003"] = static p => p.OnSearch = static (_, m) => [.. m.Select(static o => o with { Name = "" })],
        ["SEARCH-004"] = static p => p.OnSearch = static (t, m) => t == "qzxjqzxj" ? [new SymbolMatch { Symbol = SoundProvider.Ajax, Name = "Ajax" }] : m,
        ["SEARCH-005"] = static p => p.OnSearch = static (t, m) => t == "acme" ? [] : m,
        ["SEARCH-006"] = static p => p.OnSearch = static (_, m) => [.. m, .. m],
        ["INFO-001"] = static p => p.OnInfo = static i => i with { Symbol = SoundProvider.Ajax },
        ["INFO-002"] = static p => p.OnInfo = static i => i with { TimeZone = "Eastern Standard Time" },
        ["INFO-003"] = static p => p.OnInfo = static i => i with { TickSize = 0 },
        ["OPTION-001"] = static p => p.OnChain = static c => c with { UnderlyingPrice = 0 },
        ["OPTION-002"] = static p => p.OnChain = static c => c with { AsOf = c.AsOf.AddMonths(3) },
        ["OPTION-003"] = static p => p.OnChain = static c => c with { Quotes = [.. c.Quotes.Select(static q => q with { Bid = 2 })] },
        ["OPTION-004"] = static p => p.OnChain = static c => c with { Quotes = [.. c.Quotes, .. c.Quotes] },
        ["VOL-001"] = static p => p.OnSurface = static s => s with { Points = [.. s.Points.Select(static v => v with { ImpliedVol = 25 })] },
        ["VOL-002"] = static p => p.OnSurface = static s => s with { Points = [.. s.Points.Reverse()] },
    };

    public static TheoryData<string> CaughtFaults => [.. Faults.Keys];

    [Fact]
    public async Task SoundProvider_PassesAll()
    {
        var report = await RunAsync(new SoundProvider());

        report.Results.Where(r => r.Outcome is not ConformanceOutcome.Passed && !NeedsAnUpstream(r.Check.Id)).Select(r => $"{r.Check.Id}: {r.Message}").Should().BeEmpty();
        report.Results.Should().HaveCountGreaterThanOrEqualTo(45);
        report.IsConformant.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(CaughtFaults))]
    public async Task Fault_IsCaughtByItsCheckAlone_WithWhatWasSeen(string id)
    {
        var provider = new SoundProvider();
        Faults[id](provider);

        var report = await RunAsync(provider);

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => r.Check.Id).Should().Equal(id);
        report[id].Message.Should().NotBeNullOrWhiteSpace();
        report.IsConformant.Should().BeFalse();
    }

    [Fact]
    public async Task UnknownSymbol_AnsweredOtherwise_IsCaughtInEveryCall()
    {
        var report = await RunAsync(new SoundProvider { OnUnknown = static _ => new InvalidOperationException("no idea") });

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => r.Check.Id)
            .Should().BeEquivalentTo("PRICE-111", "KPI-009", "STREAM-007", "INFO-004", "OPTION-005", "VOL-003", "DATA-006");
        report["PRICE-111"].Message.Should().Contain("InvalidOperationException").And.Contain("no idea");
    }

    [Fact]
    public async Task WhatIsNotOffered_IsNotApplicable()
    {
        var report = await ProviderConformance.RunAsync(new FakeProvider { Descriptor = new() { Feed = "fake", Capabilities = ProviderCapabilities.Search } }, new() { Symbol = SoundProvider.Acme });

        report["PRICE-001"].Outcome.Should().Be(ConformanceOutcome.NotApplicable);
        report["PRICE-001"].Message.Should().Contain("IPriceProvider");
        report["SEARCH-001"].Outcome.Should().Be(ConformanceOutcome.Failed);
    }

    [Fact]
    public async Task InstrumentWithoutOptions_IsNoFaultOfTheProvider()
    {
        var report = await RunAsync(new SoundProvider { OnChain = static c => throw new MarketDataException(MarketErrorKind.NoData, $"{c.Symbol} has no options.") });

        report["OPTION-001"].Outcome.Should().Be(ConformanceOutcome.NotApplicable);
        report.IsConformant.Should().BeTrue();
    }

    [Fact]
    public async Task Waiver_HoldsUntilItsDay_AndSaysWhy()
    {
        var provider = new SoundProvider { OnKpis = static k => k with { DividendYield = 2 } };
        var today = DateOnly.FromDateTime(SoundProvider.Now.UtcDateTime);

        var waived = await RunAsync(provider, new ConformanceWaiver("KPI-005", "The upstream says percent until its next version.", today));
        var expired = await RunAsync(provider, new ConformanceWaiver("KPI-005", "The upstream says percent until its next version.", today.AddDays(-1)));

        waived["KPI-005"].Outcome.Should().Be(ConformanceOutcome.Waived);
        waived["KPI-005"].Message.Should().Contain("until its next version");
        waived.IsConformant.Should().BeTrue();
        expired["KPI-005"].Outcome.Should().Be(ConformanceOutcome.Failed);
        expired["KPI-005"].Message.Should().Contain("ended on 2026-03-10");
    }

    [Theory]
    [InlineData("NO-999", "because")]
    [InlineData("KPI-005", " ")]
    public async Task Waiver_OfNothingOrWithoutAReason_IsRefused(string check, string reason)
    {
        var run = () => RunAsync(new SoundProvider(), new ConformanceWaiver(check, reason, DateOnly.MaxValue));

        (await run.Should().ThrowAsync<ArgumentException>()).WithMessage($"*{check}*");
    }

    [Fact]
    public async Task Report_IsReadableByPeopleAndPrograms()
    {
        var report = await RunAsync(new SoundProvider { OnKpis = static k => k with { DividendYield = 2 } });

        var upstreams = report.Results.Count(r => NeedsAnUpstream(r.Check.Id));
        var lines = report.ToText().Split(Environment.NewLine);
        lines[0].Should().StartWith("FAILED  KPI-005  must  ");
        lines[1].Trim().Should().Be("It is 2; 2 % is 0.02.");
        lines[^1].Should().Be($"{report.Results.Count} checks: {report.Results.Count - 1 - upstreams} passed, 1 failed, 0 waived, {upstreams} not applicable");
        using var json = JsonDocument.Parse(report.ToJson());
        json.RootElement.GetProperty("conformant").GetBoolean().Should().BeFalse();
        json.RootElement.GetProperty("counts").GetProperty("failed").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "KPI-005").GetProperty("message").GetString().Should().Contain("0.02");
    }

    [Fact]
    public void Checks_HaveIdsOfTheirOwnAndRulesThatAreSentences()
    {
        ProviderConformance.Checks.Select(c => c.Id).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        ProviderConformance.Checks.Select(c => c.Rule).Should().OnlyContain(r => r.EndsWith('.') && char.IsUpper(r[0]));
    }

    /// <summary>Checks of an upstream in the test's hand, which the sound provider does not have.</summary>
    private static bool NeedsAnUpstream(string id) => id.StartsWith("HTTP-", StringComparison.Ordinal) || id is "STREAM-009" or "STREAM-010" or "STREAM-011" or "STREAM-012";

    private static Task<ConformanceReport> RunAsync(IMarketDataProvider provider, params ConformanceWaiver[] waivers) => ProviderConformance.RunAsync(provider, new()
    {
        Symbol = SoundProvider.Acme,
        Other = SoundProvider.Ajax,
        Waivers = waivers,
        Time = new ManualTimeProvider(SoundProvider.Now),
        StreamLimit = TimeSpan.FromSeconds(5),
    });
}
