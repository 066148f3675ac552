using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class ReplayTests : LeanTestBase
{
    // The whole session of six and a half hours in 23.4 seconds.
    private const double Fast = 1000;

    [Theory]
    [InlineData("ACME", 1)]
    [InlineData("BETA", 1)]
    [InlineData("GAMA", 1)]
    [InlineData("BTCUSD", 1)]
    [InlineData("EURUSD", 1)]
    [InlineData("GAMA", 0.01)]
    [InlineData("ACME", Fast)]
    public async Task StreamQuotes_EverySecond_HasFourNewValuesOrMore(string symbol, double speed)
    {
        await using var replay = Replay(symbol, speed);
        var start = Time.GetUtcNow();

        var quotes = await replay.WhileAsync(q => q.Timestamp < start + TimeSpan.FromSeconds(20));

        var seconds = quotes.GroupBy(q => (q.Timestamp - start).Ticks / TimeSpan.TicksPerSecond).ToList();
        seconds.Should().HaveCount(20).And.OnlyContain(s => s.DistinctBy(q => q.Timestamp).Count() >= 4);
        quotes.Zip(quotes.Skip(1)).Should().OnlyContain(
            p => p.First.Price != p.Second.Price && p.First.Timestamp < p.Second.Timestamp, "each is a new price, moments after the last");
    }

    [Theory]
    [InlineData("ACME", 100)]
    [InlineData("BETA", Fast)]
    [InlineData("GAMA", Fast)]
    [InlineData("GAMA", 50)]
    [InlineData("GAMA", 1_000_000)]
    [InlineData("BTCUSD", Fast)]
    [InlineData("EURUSD", Fast)]
    public async Task StreamQuotes_WholeSession_EndsOnTheDailyBarAndStartsAgain(string symbol, double speed)
    {
        var bars = (await Prices(symbol, PriceRange.FiveDays, PriceAdjustment.Raw, dailyOnly: true)).Bars;
        var (bar, before) = (bars[^1], bars[^2]);
        await using var replay = Replay(symbol, speed);

        var first = await replay.NextAsync();
        for (var round = 0; round < 2; round++)
        {
            first.Price.Should().Be(bar.Open);
            first.Volume.Should().Be(0);
            (first.High, first.Low).Should().Be((bar.Open, bar.Open));

            Quote last = first;
            decimal high = first.Price, low = first.Price, volume = 0;
            var clock = Time.GetUtcNow();
            do
            {
                var quote = await replay.NextAsync();
                high = Math.Max(high, quote.Price);
                low = Math.Min(low, quote.Price);
                quote.High.Should().BeGreaterThanOrEqualTo(last.High).And.BeGreaterThanOrEqualTo(high);
                quote.Low.Should().BeLessThanOrEqualTo(last.Low).And.BeLessThanOrEqualTo(low);
                quote.Price.Should().BeInRange(bar.Low, bar.High);
                quote.Volume.Should().BeInRange(volume, bar.Volume);
                quote.Open.Should().Be(bar.Open);
                quote.PreviousClose.Should().Be(before.Close);
                quote.Change.Should().Be(quote.Price - before.Close);
                quote.ChangePercent.Should().Be(Math.Round(quote.Change / before.Close * 100, 4));
                quote.Timestamp.Should().Be(Time.GetUtcNow());
                quote.Symbol.Should().Be(Symbol.Parse(symbol));
                volume = quote.Volume;
                last = quote;
            }
            while (!IsEnd(last, bar));

            (last.Price, last.High, last.Low, last.Volume).Should().Be((bar.Close, bar.High, bar.Low, bar.Volume));
            var end = Time.GetUtcNow();
            if (speed < 1_000_000)
            {
                (high, low).Should().Be((bar.High, bar.Low), "both extremes are sent as prices, unless they come in one step");
                (end - clock).Should().BeCloseTo(SessionLength(symbol) / speed, TimeSpan.FromMilliseconds(450));
            }

            // The first of the next round comes when the close has stood for longer than the slowest client's interval.
            do
            {
                first = await replay.NextAsync();
            }
            while (IsEnd(first, bar));
            (Time.GetUtcNow() - end).Should().BeGreaterThan(TimeSpan.FromSeconds(3));
        }
    }

    [Fact]
    public async Task StreamQuotes_DailyBarAlone_ReachesTheNearerExtremeFirst()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240703 00:00,500000,500000,500000,500000,1\n20240705 00:00,1000000,1040000,990000,1020000,1000");
        await using var replay = Replay("GAMA", Fast);

        var prices = (await replay.WhileAsync(q => q.Volume < 1000)).ConvertAll(q => q.Price);

        prices[0].Should().Be(100);
        prices.IndexOf(99).Should().BePositive().And.BeLessThan(prices.IndexOf(104));
    }

    [Fact]
    public async Task StreamQuotes_DailyBarAlone_PassesAtAnEvenPace()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240705 00:00,1000000,1040000,990000,1020000,1000");
        await using var replay = Replay("GAMA", Fast);

        var quotes = await replay.WhileAsync(q => q.Volume < 1000);

        // 1 down, 5 up, 2 down: a way of 8 in 117 steps of 200 ms.
        quotes.Zip(quotes.Skip(1)).Should().OnlyContain(p => Math.Abs(p.First.Price - p.Second.Price) <= 0.09m);
        quotes[0].PreviousClose.Should().BeNull("the folder knows of no session before");
        quotes[0].Change.Should().Be(0);
    }

    [Fact]
    public async Task StreamQuotes_BarThatNeverMoves_StillSendsVolumeAndTime()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240705 00:00,1000000,1000000,1000000,1000000,100000000");
        await using var replay = Replay("GAMA", 1);

        var first = await replay.NextAsync();
        var second = await replay.NextAsync();

        second.Price.Should().Be(100);
        second.Volume.Should().BeGreaterThan(first.Volume);
        second.Timestamp.Should().BeAfter(first.Timestamp);
    }

    [Fact]
    public async Task StreamQuotes_MinutesOfTheNewestDay_FollowsThem()
    {
        var minutes = (await Prices("ACME", PriceRange.OneDay, PriceAdjustment.Raw)).Bars;
        await using var replay = Replay("ACME", 60);

        var quotes = await replay.WhileAsync(q => q.Timestamp < Time.GetUtcNow().AddMilliseconds(1) && q.Volume < minutes.Take(100).Sum(m => m.Volume));

        // At this speed a minute bar passes in a second, which has five quotes.
        for (var i = 0; i < 99; i++)
        {
            quotes.Skip((i * 5) + 1).Take(4).Should().OnlyContain(q => q.Price >= minutes[i].Low && q.Price <= minutes[i].High);
        }
    }

    [Fact]
    public async Task StreamQuotes_OlderMinutesOnly_FollowsTheDailyBar()
    {
        Folder.Delete($"equity/usa/minute/acme/{LeanFolder.NewestDay:yyyyMMdd}_trade.zip");
        var bar = (await Prices("ACME", PriceRange.OneDay, PriceAdjustment.Raw)).Bars[0];
        await using var replay = Replay("ACME", Fast);

        (await replay.NextAsync()).Price.Should().Be(bar.Open);
        Provider.GetReplay(Symbol.Parse("ACME")).Should().Be(new ReplaySession(LeanFolder.NewestDay, 1));
    }

    [Fact]
    public async Task StreamQuotes_EarlyCloseDay_LastsAsLongAsThatSession()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240702 00:00,1000000,1000000,1000000,1000000,100\n20240703 00:00,1000000,1040000,990000,1020000,1000");
        await using var replay = Replay("GAMA", Fast);
        var start = Time.GetUtcNow();

        var quotes = await replay.WhileAsync(q => q.Volume < 1000);

        (quotes[^1].Timestamp - start).Should().BeCloseTo(TimeSpan.FromHours(3.5) / Fast, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task StreamQuotes_SplitOnTheNewestDay_CorrectsThePreviousClose()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240703 00:00,4000000,4000000,4000000,4000000,100\n20240705 00:00,1000000,1040000,990000,1020000,1000");
        Folder.WriteText("equity/usa/factor_files/gama.csv", "20240101,1,0.25,1\n20240703,0.9,0.25,400\n20501231,1,1,0\n");
        await using var replay = Replay("GAMA", Fast);

        var first = await replay.NextAsync();

        first.PreviousClose.Should().Be(100, "a split moves the close before it, a dividend does not");
        first.Change.Should().Be(0);
    }

    [Fact]
    public async Task StreamQuotes_OpenedLater_KeepsStepWithTheOthers()
    {
        var provider = Create(Fast);
        await using var early = new ReplayReader(Time, provider.StreamQuotesAsync(Symbol.Parse("GAMA")));
        var quotes = await early.WhileAsync(q => q.Timestamp < Time.GetUtcNow().AddTicks(1) && q.Volume < 60_000);
        var before = await early.NextAsync();

        await using var late = new ReplayReader(Time, provider.StreamQuotesAsync(Symbol.Parse("GAMA")));
        var joined = await late.NextAsync();

        quotes.Should().NotBeEmpty();
        joined.Volume.Should().BeInRange(before.Volume, before.Volume + 2_000);
        (joined.High, joined.Low).Should().Be((before.High, before.Low));
    }

    [Fact]
    public async Task StreamQuotes_ClockThatJumpsOverTheEnd_SendsTheCloseBeforeTheNextRound()
    {
        var bar = (await Prices("GAMA", PriceRange.OneDay, PriceAdjustment.Raw)).Bars[0];
        await using var replay = Replay("GAMA", Fast);
        await replay.NextAsync();

        // The reader was away for long: several rounds have passed.
        Time.Advance(TimeSpan.FromMinutes(10));
        var quotes = new[] { await replay.NextAsync(), await replay.NextAsync() };

        quotes.Should().Contain(q => q.Price == bar.Close && q.Volume == bar.Volume && q.High == bar.High && q.Low == bar.Low);
    }

    [Fact]
    public async Task StreamQuotes_NewDayAppended_IsReplayedInTheNextRound()
    {
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240705 00:00,1000000,1040000,990000,1020000,1000");
        await using var replay = Replay("GAMA", 1_000_000);
        await replay.NextAsync();
        Folder.WriteZip("equity/usa/daily/gama.zip", "20240705 00:00,1000000,1040000,990000,1020000,1000\n20240708 00:00,2000000,2040000,1990000,2020000,1000");

        var old = await replay.WhileAsync(q => q.Price < 150);

        old.Should().NotBeEmpty();
        (await replay.NextAsync()).PreviousClose.Should().Be(102);
    }

    [Fact]
    public async Task StreamQuotes_Cancelled_EndsAndLeavesNoTimer()
    {
        using var stop = new CancellationTokenSource();
        var enumerator = Provider.StreamQuotesAsync(Symbol.Parse("GAMA"), stop.Token).GetAsyncEnumerator();
        await enumerator.MoveNextAsync();
        var next = enumerator.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
        Time.TimerCount.Should().Be(0);
    }

    [Fact]
    public async Task StreamQuotes_UnknownSymbol_Fails()
    {
        await using var replay = Replay("NONE", 1);

        (await Assert.ThrowsAsync<MarketDataException>(replay.NextAsync)).Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task StreamQuotes_BrokenFile_Fails()
    {
        Folder.WriteText("equity/usa/daily/gama.zip", "no zip");
        await using var replay = Replay("GAMA", 1);

        (await Assert.ThrowsAsync<MarketDataException>(replay.NextAsync)).Kind.Should().Be(MarketErrorKind.Malformed);
    }

    [Fact]
    public void GetReplay_UnknownOrBroken_IsNull()
    {
        Folder.WriteText("equity/usa/daily/gama.zip", "no zip");

        Provider.GetReplay(Symbol.Parse("NONE")).Should().BeNull();
        Provider.GetReplay(Symbol.Parse("GAMA")).Should().BeNull();
        Provider.GetReplay(default).Should().BeNull();
    }

    private ReplayReader Replay(string symbol, double speed) =>
        new(Time, Create(speed).StreamQuotesAsync(Symbol.Parse(symbol)));

    private static bool IsEnd(Quote quote, Bar bar) =>
        quote.Price == bar.Close && quote.Volume == bar.Volume && quote.High == bar.High && quote.Low == bar.Low;

    private static TimeSpan SessionLength(string symbol) =>
        symbol is "BTCUSD" or "EURUSD" ? TimeSpan.FromDays(1) : TimeSpan.FromHours(6.5);
}
