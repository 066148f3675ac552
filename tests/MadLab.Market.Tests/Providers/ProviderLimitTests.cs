using FluentAssertions;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Market.Tests.Providers.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>Time, tries and calls at a time.</summary>
public sealed class ProviderLimitTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    [Fact]
    public async Task Call_FailsOnceForAMoment_IsTriedAgain_AndBothTriesAreRecorded()
    {
        var flaky = new ScriptedPrices().With(l => l with { Retries = 1 });
        flaky.Call = (call, _) => call == 1 ? throw new HttpRequestException("reset") : Task.CompletedTask;
        await using var host = new ChainHost(lab => lab.AddProvider("flaky", _ => flaky));

        var asked = host.Market.GetPricesAsync(Apple).AsTask();
        await PauseAsync(host);
        var answer = await asked.WaitAsync(TimeSpan.FromSeconds(30));

        answer.Attempts.Select(a => (a.Provider, a.Error)).Should().Equal(("flaky", MarketErrorKind.Unavailable), ("flaky", null));
    }

    [Fact]
    public async Task Call_KeepsFailing_GoesOnToTheNextAfterItsTries()
    {
        var down = new ScriptedPrices { Call = (_, _) => throw new MarketDataException(MarketErrorKind.Unavailable, "down") }.With(l => l with { Retries = 2 });
        await using var host = new ChainHost(lab => lab.AddProvider("down", _ => down).AddProvider("good", _ => new ScriptedPrices()));

        var asked = host.Market.GetPricesAsync(Apple).AsTask();
        await PauseAsync(host);
        await PauseAsync(host, 1);
        var answer = await asked.WaitAsync(TimeSpan.FromSeconds(30));

        answer.Attempts.Select(a => (a.Provider, a.Error)).Should().Equal(
            ("down", MarketErrorKind.Unavailable), ("down", MarketErrorKind.Unavailable), ("down", MarketErrorKind.Unavailable), ("good", null));
    }

    [Theory]
    [InlineData(MarketErrorKind.SymbolUnknown)]
    [InlineData(MarketErrorKind.NoData)]
    [InlineData(MarketErrorKind.NotSupported)]
    [InlineData(MarketErrorKind.Unauthorized)]
    [InlineData(MarketErrorKind.QuotaExceeded)]
    [InlineData(MarketErrorKind.Malformed)]
    [InlineData(MarketErrorKind.Timeout)]
    [InlineData(MarketErrorKind.Unavailable)]
    public async Task Call_FailureThatAnotherTryWouldNotMend_IsNotTriedAgain(MarketErrorKind kind)
    {
        var provider = new ScriptedPrices { Call = (_, _) => throw new MarketDataException(kind, "no") { RetryAfter = kind == MarketErrorKind.Unavailable ? TimeSpan.FromMinutes(1) : null } };
        provider.With(l => l with { Retries = 3 });
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        (await host.PricesAsync("AAPL")).Should().Be(kind.ToString());
        provider.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Retry_PausesCountAgainstTheTimeLimit()
    {
        var down = new ScriptedPrices { Call = (_, _) => throw new MarketDataException(MarketErrorKind.Unavailable, "down") }
            .With(l => l with { Retries = 5, CallTimeout = TimeSpan.FromMilliseconds(50) });
        await using var host = new ChainHost(lab => lab.AddProvider("down", _ => down));

        (await host.PricesAsync("AAPL")).Should().Be("Unavailable");
        down.Calls.Should().Be(1, "the shortest pause is as long as the whole limit");
    }

    [Theory]
    [InlineData("Limits:Timeouts:prices", "00:00:03")]
    [InlineData("Limits:Timeout", "00:00:03")]
    public async Task Time_LimitOfTheOperator_WinsOverTheProvidersOwn(string setting, string value)
    {
        var slow = new ScriptedPrices { Call = (_, token) => Task.Delay(Timeout.Infinite, token) }.With(l => l with { CallTimeout = TimeSpan.FromSeconds(20) });
        await using var host = new ChainHost(
            lab => lab.AddProvider("slow", _ => slow).AddProvider("good", _ => new ScriptedPrices()), new() { [$"MadLab:Providers:slow:{setting}"] = value });

        var asked = host.PricesAsync("AAPL");
        await FeedHost.UntilAsync(() => slow.Calls == 1);
        host.Time.Advance(TimeSpan.FromSeconds(2.9));
        asked.IsCompleted.Should().BeFalse();
        host.Time.Advance(TimeSpan.FromSeconds(0.1));

        (await asked.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("good");
    }

    [Fact]
    public async Task Time_ProviderBlocksItsThread_TheNextIsAskedAtTheLimit()
    {
        using var release = new ManualResetEventSlim();
        var blocks = new ScriptedPrices
        {
            Call = (_, _) =>
            {
                release.Wait(TimeSpan.FromMinutes(2), CancellationToken.None);
                return Task.CompletedTask;
            },
        };
        await using var host = new ChainHost(lab => lab.AddProvider("blocks", _ => blocks).AddProvider("good", _ => new ScriptedPrices()));

        var asked = host.PricesAsync("AAPL");
        await FeedHost.UntilAsync(() => blocks.Calls == 1);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        var answer = await asked.WaitAsync(TimeSpan.FromSeconds(30));
        release.Set();

        answer.Should().Be("good");
        host.Market.GetProviders()[0].LastError.Should().Be(MarketErrorKind.Timeout);
    }

    [Fact]
    public async Task Places_NeverMoreCallsAtATimeThanTheProviderTakes_AndAllAreAnswered()
    {
        var (running, most) = (0, 0);
        var gate = new SemaphoreSlim(0);
        var provider = new ScriptedPrices
        {
            Call = async (_, token) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await gate.WaitAsync(token);
                Interlocked.Decrement(ref running);
            },
        }.With(l => l with { MaxConcurrentCalls = 3 });
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        var asked = Enumerable.Range(0, 20).Select(i => host.PricesAsync($"S{i}")).ToArray();
        await FeedHost.UntilAsync(() => provider.Calls == 3);
        gate.Release(20);

        (await Task.WhenAll(asked).WaitAsync(TimeSpan.FromSeconds(30))).Should().AllBe("a");
        most.Should().Be(3);
    }

    [Fact]
    public async Task Places_CallThatDoesNotListen_KeepsItsPlaceUntilItEnds()
    {
        var deaf = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedPrices { Call = (call, _) => call == 1 ? deaf.Task : Task.CompletedTask }.With(l => l with { MaxConcurrentCalls = 1 });
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        var first = host.PricesAsync("AAPL");
        await host.Time.PassAsync(TimeSpan.FromSeconds(10));
        (await first.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("Timeout");
        var second = host.PricesAsync("MSFT");
        await host.Time.PassAsync(TimeSpan.FromSeconds(10));
        (await second.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("Timeout", "its only place is held by a call past its limit");
        deaf.SetResult();

        (await host.PricesAsync("GOOG").WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("a");
    }

    [Theory]
    [InlineData("Limits:Timeout", "soon", "MadLab:Providers:a:Limits:Timeout is 'soon'; it must be a time from 00:00:00.0500000 to 00:10:00.")]
    [InlineData("Limits:Timeouts:vol", "30", "MadLab:Providers:a:Limits:Timeouts:vol is '30'; it must be a time from 00:00:00.0500000 to 00:10:00.")]
    [InlineData("Limits:Retries", "6", "MadLab:Providers:a:Limits:Retries is '6'; it must be a whole number from 0 to 5.")]
    [InlineData("Limits:MaxConcurrentCalls", "0", "MadLab:Providers:a:Limits:MaxConcurrentCalls is '0'; it must be a whole number from 1 to 10000.")]
    [InlineData("Limits:CallsPerDay", "-1", "MadLab:Providers:a:Limits:CallsPerDay is '-1'; it must be a whole number from 1 to 2147483647.")]
    public async Task Settings_ThatCannotBeUsed_SayWhichAndWhatIsAccepted(string setting, string value, string message)
    {
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => new ScriptedPrices()), new() { [$"MadLab:Providers:a:{setting}"] = value });

        host.Invoking(h => h.Registry).Should().Throw<InvalidOperationException>().WithMessage(message);
    }

    [Fact]
    public async Task Settings_OfTheOperator_AreWhatClientsSee()
    {
        await using var host = new ChainHost(
            lab => lab.AddProvider("a", _ => new ScriptedPrices().With(l => l with { CallsPerMinute = 60, CallsPerDay = 500 })),
            new() { ["MadLab:Providers:a:Limits:CallsPerMinute"] = "5" });

        var limits = host.Market.GetProviders().Single().Descriptor.Limits;

        (limits.CallsPerMinute, limits.CallsPerDay).Should().Be((5, 500));
    }

    /// <summary>Lets the pause before the next try pass: 100 ms before the second, doubled before each further one, up to half more or less.</summary>
    private static Task PauseAsync(ChainHost host, int retry = 0) =>
        host.Time.PassAsync(TimeSpan.FromMilliseconds(50 << retry), TimeSpan.FromMilliseconds(150 << retry));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
