using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using MadLab.Testing;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticStreamTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    [Fact]
    public async Task StreamQuotesAsync_AsTimePasses_SendsEachStepOnceAtItsMoment()
    {
        var clock = new ManualTimeProvider(Winter.AddMilliseconds(77));
        var provider = new SyntheticProvider(clock);
        await using var quotes = provider.StreamQuotesAsync(Apple).GetAsyncEnumerator();

        (await quotes.MoveNextAsync().AsTask().WaitAsync(Guard)).Should().BeTrue();
        quotes.Current.Timestamp.Should().Be(Winter);
        for (var step = 1; step <= 400; step++)
        {
            var next = quotes.MoveNextAsync().AsTask();
            next.IsCompleted.Should().BeFalse();
            clock.Advance(TimeSpan.FromMilliseconds(200));
            (await next.WaitAsync(Guard)).Should().BeTrue();
            quotes.Current.Timestamp.Should().Be(Winter.AddMilliseconds(200 * step));
            quotes.Current.Should().Be(await QuoteAsync(quotes.Current.Timestamp, "AAPL"));
        }
    }

    [Fact]
    public async Task StreamQuotesAsync_SlowReader_GetsTheNewestAndNoneOfTheMissed()
    {
        var clock = new ManualTimeProvider(Winter);
        await using var quotes = new SyntheticProvider(clock).StreamQuotesAsync(Apple).GetAsyncEnumerator();
        await quotes.MoveNextAsync();

        clock.Advance(TimeSpan.FromSeconds(90));
        (await quotes.MoveNextAsync().AsTask().WaitAsync(Guard)).Should().BeTrue();

        quotes.Current.Timestamp.Should().Be(Winter.AddSeconds(90));
        var next = quotes.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await next.WaitAsync(Guard)).Should().BeTrue();
        quotes.Current.Timestamp.Should().Be(Winter.AddSeconds(91));
    }

    [Fact]
    public async Task StreamQuotesAsync_Cancelled_EndsAndLeavesNoTimer()
    {
        var clock = new ManualTimeProvider(Winter);
        using var stop = new CancellationTokenSource();
        await using var quotes = new SyntheticProvider(clock).StreamQuotesAsync(Apple, stop.Token).GetAsyncEnumerator();
        await quotes.MoveNextAsync();
        var next = quotes.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await next.WaitAsync(Guard).Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        clock.TimerCount.Should().Be(0);
    }

    [Fact]
    public async Task StreamQuotesAsync_TwoNodes_SendTheSame()
    {
        var first = await TakeAsync(Winter, 25);
        var second = await TakeAsync(Winter, 25);

        second.Should().Equal(first);
        first.Select(quote => quote.Price).Distinct().Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task StreamQuotesAsync_ClockSetBack_GoesOn()
    {
        var clock = new SettableTimeProvider { Now = Winter };
        await using var quotes = new SyntheticProvider(clock).StreamQuotesAsync(Apple).GetAsyncEnumerator();
        await quotes.MoveNextAsync();

        clock.Now = Winter.AddHours(-2);
        (await quotes.MoveNextAsync().AsTask().WaitAsync(Guard)).Should().BeTrue();

        quotes.Current.Timestamp.Should().Be(Winter.AddHours(-2));
    }

    [Fact]
    public async Task StreamQuotesAsync_NoInstrument_SaysSo()
    {
        await using var quotes = Provider(Winter).StreamQuotesAsync(default).GetAsyncEnumerator();

        (await quotes.Awaiting(sequence => sequence.MoveNextAsync().AsTask()).Should().ThrowAsync<MarketDataException>())
            .Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    private static async Task<List<Quote>> TakeAsync(DateTimeOffset start, int count)
    {
        var clock = new ManualTimeProvider(start);
        var taken = new List<Quote>();
        await using var quotes = new SyntheticProvider(clock).StreamQuotesAsync(Apple).GetAsyncEnumerator();
        while (taken.Count < count)
        {
            var next = quotes.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMilliseconds(200));
            }

            (await next.WaitAsync(Guard)).Should().BeTrue();
            taken.Add(quotes.Current);
        }

        return taken;
    }

    private sealed class SettableTimeProvider : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
