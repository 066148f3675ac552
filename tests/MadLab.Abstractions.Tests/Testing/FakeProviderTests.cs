using FluentAssertions;
using MadLab.Testing;
using Xunit;

namespace MadLab.Abstractions.Tests.Testing;

public sealed class FakeProviderTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    private readonly FakeProvider _fake = new();

    [Fact]
    public async Task Prices_AreWhatWasPutIn_AndCallsAreCounted()
    {
        _fake.Prices["AAPL"] = FakeProvider.Daily("AAPL", new DateOnly(2024, 1, 5), 10m, 11m, 9m);

        var series = await _fake.GetPricesAsync(new PriceRequest { Symbol = Apple, Adjustment = PriceAdjustment.Splits });

        series.Adjustment.Should().Be(PriceAdjustment.Splits);
        series.Bars.Select(b => DateOnly.FromDateTime(b.Time.UtcDateTime)).Should()
            .Equal(new DateOnly(2024, 1, 5), new DateOnly(2024, 1, 8), new DateOnly(2024, 1, 9));
        series.Bars.Should().OnlyContain(b => b.Low <= Math.Min(b.Open, b.Close) && b.High >= Math.Max(b.Open, b.Close));
        _fake.Calls("prices").Should().Be(1);
        await _fake.Invoking(f => f.GetKpisAsync(Apple)).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task Failure_IsThrownByEveryCallUntilItIsLifted()
    {
        _fake.Failure = new MarketDataException(MarketErrorKind.Timeout, "slow");

        await _fake.Invoking(f => f.SearchAsync("a", 5)).Should().ThrowAsync<MarketDataException>();
        _fake.Failure = null;

        (await _fake.SearchAsync("a", 5)).Should().BeEmpty();
    }

    [Fact]
    public async Task Push_ReachesEveryReaderAndTheNextOne()
    {
        using var stop = new CancellationTokenSource();
        _fake.Push(Apple, 1m, DateTimeOffset.UnixEpoch);
        await using var first = _fake.StreamQuotesAsync(Apple, stop.Token).GetAsyncEnumerator();
        (await first.MoveNextAsync()).Should().BeTrue();
        _fake.Listening(Apple).Should().Be(1);

        _fake.Push(Apple, 2m, DateTimeOffset.UnixEpoch);
        await using var second = _fake.StreamQuotesAsync(Apple, stop.Token).GetAsyncEnumerator();
        (await first.MoveNextAsync()).Should().BeTrue();
        (await second.MoveNextAsync()).Should().BeTrue();

        (first.Current.Price, second.Current.Price).Should().Be((2m, 2m));
        await stop.CancelAsync();
        await first.Invoking(r => r.MoveNextAsync().AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await second.Invoking(r => r.MoveNextAsync().AsTask()).Should().ThrowAsync<OperationCanceledException>();
        _fake.Listening(Apple).Should().Be(0);
    }
}
