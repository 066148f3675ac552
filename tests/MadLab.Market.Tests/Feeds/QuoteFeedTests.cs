using System.Collections.Concurrent;
using System.Threading.Channels;
using FluentAssertions;
using MadLab.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

public sealed class QuoteFeedTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Open_StreamProvider_DeliversSourceThenQuotes_AndEndsWithTheListener()
    {
        var fake = new FakeProvider();
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var listener = new Listener();
        fake.Push(Apple, 100m, _time.GetUtcNow());

        var upstream = services.GetRequiredService<IQuoteFeed>().Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("source fake");
        (await listener.NextAsync()).Should().Be("quote 100");
        fake.Push(Apple, 101m, _time.GetUtcNow());
        (await listener.NextAsync()).Should().Be("quote 101");
        upstream.Dispose();

        await UntilAsync(() => fake.Listening(Apple) == 0);
    }

    [Fact]
    public async Task Open_FirstProviderFails_GoesOnWithTheNext()
    {
        var broken = new FakeProvider { Failure = new InvalidOperationException("broken") };
        var fake = new FakeProvider();
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await using var services = Build(lab => lab.AddProvider("broken", _ => broken).AddProvider("good", _ => fake));
        var listener = new Listener();

        using var upstream = services.GetRequiredService<IQuoteFeed>().Open(Apple, listener);

        (await listener.NextAsync()).Should().Be("source good");
        (await listener.NextAsync()).Should().Be("quote 100");
    }

    [Fact]
    public async Task Open_AllFail_TellsAndTriesAgainAfterAPause()
    {
        var fake = new FakeProvider { Failure = new MarketDataException(MarketErrorKind.Unavailable, "down") };
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var listener = new Listener();

        using var upstream = services.GetRequiredService<IQuoteFeed>().Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("error Unavailable False");
        fake.Failure = null;
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await UntilAsync(() => _time.TimerCount > 0);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await listener.NextAsync()).Should().Be("source fake");
    }

    [Fact]
    public async Task Open_UnknownSymbol_IsFinal()
    {
        var fake = new FakeProvider { Failure = MarketDataException.SymbolUnknown(Apple) };
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var listener = new Listener();

        using var upstream = services.GetRequiredService<IQuoteFeed>().Open(Apple, listener);

        (await listener.NextAsync()).Should().Be("error SymbolUnknown True");
    }

    [Fact]
    public async Task LiveDataOff_StopsTheUpstream_AndOnStartsItAgain()
    {
        var fake = new FakeProvider();
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var live = services.GetRequiredService<ILiveDataSwitch>();
        var listener = new Listener();
        using var upstream = services.GetRequiredService<IQuoteFeed>().Open(Apple, listener);
        await listener.NextAsync();
        await listener.NextAsync();

        live.Set(false);
        await UntilAsync(() => fake.Listening(Apple) == 0);
        live.Set(true);

        (await listener.NextAsync()).Should().Be("quote 100");
        fake.Calls("stream").Should().Be(2);
    }

    [Fact]
    public async Task Poller_AsksForAllSymbolsTogether_AndDropsTheUnknownOne()
    {
        var polled = new Polled();
        await using var services = Build(lab => lab.AddProvider("polled", _ => polled));
        var feed = services.GetRequiredService<IQuoteFeed>();
        var (apple, nope) = (new Listener(), new Listener());

        using var first = feed.Open(Apple, apple);
        using var second = feed.Open(Symbol.Parse("NOPE"), nope);
        (await apple.NextAsync()).Should().Be("source polled");
        (await apple.NextAsync()).Should().Be("quote 1");

        // The unknown symbol joins one of the next rounds.
        var unknown = nope.NextAsync();
        while (!unknown.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await unknown).Should().Be("error SymbolUnknown True");
        polled.Asked.Should().Contain(2);
    }

    private ServiceProvider Build(Action<IMadLabBuilder> providers)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(_time);
        providers(services.AddMadLabMarket());
        return services.BuildServiceProvider();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Polled : IQuoteProvider
    {
        private int _price;

        public ConcurrentBag<int> Asked { get; } = [];

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "polled" };

        public Task<IReadOnlyList<Quote>> GetQuotesAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancellationToken = default)
        {
            Asked.Add(symbols.Count);
            var price = ++_price;
            return Task.FromResult<IReadOnlyList<Quote>>(
                [.. symbols.Where(s => s == Apple).Select(s => new Quote { Symbol = s, Price = price, Open = price, High = price, Low = price, Timestamp = new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero) })]);
        }
    }

    private sealed class Listener : IQuoteFeedListener
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

        public async Task<string> NextAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public void OnQuote(Quote quote) => _told.Writer.TryWrite(FormattableString.Invariant($"quote {quote.Price}"));

        public void OnSource(QuoteSourceInfo source) => _told.Writer.TryWrite($"source {source.Provider}");

        public void OnError(MarketDataException error, bool final) => _told.Writer.TryWrite($"error {error.Kind} {final}");
    }
}
