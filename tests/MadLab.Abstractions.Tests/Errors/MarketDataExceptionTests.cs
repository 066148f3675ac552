using FluentAssertions;
using Xunit;

namespace MadLab.Abstractions.Tests.Errors;

public sealed class MarketDataExceptionTests
{
    [Theory]
    [InlineData(MarketErrorKind.SymbolUnknown, false, true)]
    [InlineData(MarketErrorKind.NoData, false, true)]
    [InlineData(MarketErrorKind.NotSupported, false, true)]
    [InlineData(MarketErrorKind.NotEntitled, false, false)]
    [InlineData(MarketErrorKind.Unauthorized, false, true)]
    [InlineData(MarketErrorKind.QuotaExceeded, false, true)]
    [InlineData(MarketErrorKind.Unavailable, true, true)]
    [InlineData(MarketErrorKind.Timeout, true, true)]
    [InlineData(MarketErrorKind.Malformed, false, true)]
    [InlineData(MarketErrorKind.LiveDataDisabled, false, false)]
    public void Kind_Each_DecidesRetryAndFailover(MarketErrorKind kind, bool transient, bool next)
    {
        var exception = new MarketDataException(kind, "why");

        (exception.Kind, exception.IsTransient, exception.TriesNextProvider).Should().Be((kind, transient, next));
    }

    [Fact]
    public void Kind_Every_IsCoveredAbove() => Enum.GetValues<MarketErrorKind>().Should().HaveCount(10);

    [Fact]
    public void Constructor_CauseAndMessage_AreKept()
    {
        var cause = new IOException("disk");
        var exception = new MarketDataException(MarketErrorKind.Malformed, "aapl.zip is no zip file.", cause) { RetryAfter = TimeSpan.FromSeconds(3), Provider = "lean" };

        exception.Should().BeAssignableTo<MadLabException>();
        exception.Message.Should().Be("aapl.zip is no zip file.");
        exception.InnerException.Should().BeSameAs(cause);
        exception.RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
        exception.Provider.Should().Be("lean");
        exception.Attempts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(TimeSpan.TicksPerHour, TimeSpan.TicksPerHour)]
    [InlineData(TimeSpan.TicksPerDay + 1, TimeSpan.TicksPerDay)]
    [InlineData(long.MaxValue, TimeSpan.TicksPerDay)]
    public void RetryAfter_WhateverAnUpstreamSays_LiesWithinADay(long said, long taken) =>
        new MarketDataException(MarketErrorKind.QuotaExceeded, "429") { RetryAfter = TimeSpan.FromTicks(said) }.RetryAfter!.Value.Ticks.Should().Be(taken);

    [Fact]
    public void Factories_ForCommonCases_NameWhatWasAsked()
    {
        var unknown = MarketDataException.SymbolUnknown(Symbol.Parse("zzz"));
        var detailed = MarketDataException.SymbolUnknown(Symbol.Parse("zzz"), "delisted in 2009.");
        var unsupported = MarketDataException.NotSupported("interval=1w");

        (unknown.Kind, unknown.Message).Should().Be((MarketErrorKind.SymbolUnknown, "Symbol ZZZ was not found."));
        detailed.Message.Should().Be("Symbol ZZZ was not found: delisted in 2009.");
        (unsupported.Kind, unsupported.Message).Should().Be((MarketErrorKind.NotSupported, "interval=1w is not supported."));
    }

    [Fact]
    public void StoreException_Kind_IsKeptInTheSameFamily()
    {
        var cause = new TimeoutException();
        var exception = new StoreException(StoreErrorKind.Unavailable, "The database is locked.", cause);

        exception.Should().BeAssignableTo<MadLabException>();
        (exception.Kind, exception.Message).Should().Be((StoreErrorKind.Unavailable, "The database is locked."));
        exception.InnerException.Should().BeSameAs(cause);
    }
}
