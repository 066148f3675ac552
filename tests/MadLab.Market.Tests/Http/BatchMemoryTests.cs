using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Http;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>What answers of several symbols hold while somebody reads them slowly, or not at all.</summary>
public sealed class BatchMemoryTests
{
    private const int Symbols = 50;

    // Some 200 KB of JSON each: 10 MB in all, of which the sockets take at most the half when nobody reads.
    private const int Bars = 2000;
    private const long Most = 2 * 1024 * 1024;

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task Answer_ManySlowReaders_HoldNoMoreThanTheCap_AndEachIsAnsweredWhole(string method)
    {
        var provider = new LongHistories();
        await using var app = await StartAsync(provider);
        var memory = app.App.App.Services.GetRequiredService<BatchMemory>();
        using var slow = SlowReader(app.App.Address);
        var answers = new List<HttpResponseMessage>();
        for (var reader = 0; reader < 2; reader++)
        {
            answers.Add(await slow.SendAsync(Question(method, reader), HttpCompletionOption.ResponseHeadersRead));
            memory.Used.Should().BeLessThanOrEqualTo(Most);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // What the cache may keep, what the cap allows, and a symbol at a time for each reader.
        var each = 2L * Bars * 90;
        provider.Alive.Should().BeLessThan((int)((1024 * 1024 / each) + (Most / each) + 2 + 8), $"{provider.Given} were asked for");
        foreach (var answer in answers)
        {
            var body = await KestrelApp.JsonAsync(answer);
            var results = method == "GET" ? body : body.GetProperty("results");
            results.EnumerateObject().Should().HaveCount(Symbols).And.OnlyContain(m => SizeOf(m.Value) == Bars);
            answer.Dispose();
        }

        await Feeds.Support.FeedHost.UntilAsync(() => memory.Used == 0);
    }

    [Fact]
    public async Task Get_PartsThatAreReadAgain_AreNotToBeKept()
    {
        await using var app = await StartAsync(new LongHistories());
        using var small = await app.App.GetAsync("/api/market?symbols=ONE,TWO&range=MAX");

        using var large = await AskAsync(app, "GET", 1);

        // The client fills in a length once it has read the body.
        var length = large.Content.Headers.ContentLength;

        (small.Headers.ETag is null, small.Content.Headers.ContentLength is null, small.Headers.CacheControl!.NoStore).Should().Be((false, false, false));
        (large.Headers.ETag is null, length is null, large.Headers.CacheControl!.NoStore).Should().Be((true, true, true));
        large.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
    }

    [Fact]
    public async Task Post_PartThatCannotBeReadAgain_IsAmongTheErrors()
    {
        var provider = new LongHistories { Times = 1 };
        await using var app = await StartAsync(provider, most: 0);

        using var answer = await AskAsync(app, "POST", 1);
        var body = await KestrelApp.JsonAsync(answer);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var results = body.GetProperty("results").EnumerateObject().Select(m => m.Name).ToList();
        var errors = body.GetProperty("errors").EnumerateObject().ToList();
        results.Concat(errors.Select(e => e.Name)).Should().HaveCount(Symbols).And.OnlyHaveUniqueItems();
        errors.Should().NotBeEmpty().And.OnlyContain(e => e.Value.GetProperty("code").GetString() == "UPSTREAM_UNAVAILABLE");
    }

    [Fact]
    public async Task Get_PartThatCannotBeReadAgain_BreaksOff()
    {
        await using var app = await StartAsync(new LongHistories { Times = 1 }, most: 0);

        var ask = async () =>
        {
            using var answer = await AskAsync(app, "GET", 1);
            await answer.Content.ReadAsStringAsync();
        };

        await ask.Should().ThrowAsync<HttpRequestException>("nobody must take half of it for the whole");
    }

    [Fact]
    public void TryTake_ByManyAtOnce_NeverPassesTheCap()
    {
        var memory = new BatchMemory(Options.Create(new MarketOptions { MaxBatchBytes = 1000 }));

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                if (memory.TryTake(300))
                {
                    Assert.InRange(memory.Used, 300, 900);
                    memory.Give(300);
                }
            }
        });

        memory.Used.Should().Be(0);
        memory.TryTake(1001).Should().BeFalse();
        memory.TryTake(1000).Should().BeTrue();
    }

    private static int SizeOf(JsonElement result) => (result.ValueKind == JsonValueKind.Array ? result : result.GetProperty("prices")).GetArrayLength();

    private static Task<MarketApp> StartAsync(LongHistories provider, long most = Most) => MarketApp.StartAsync(
        lab => lab.AddProvider("long", _ => provider),
        options =>
        {
            options.MaxCacheBytes = 1024 * 1024;
            options.MaxBatchBytes = most;
        });

    private static Task<HttpResponseMessage> AskAsync(MarketApp app, string method, int reader) =>
        app.Http.SendAsync(Question(method, reader), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>A client whose socket takes next to nothing that is not read.</summary>
    private static HttpClient SlowReader(Uri address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = static async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    private static HttpRequestMessage Question(string method, int reader)
    {
        var symbols = Enumerable.Range(0, Symbols).Select(i => $"R{reader}S{i}");
        return method == "GET"
            ? new HttpRequestMessage(HttpMethod.Get, $"/api/market?symbols={string.Join(',', symbols)}&range=MAX")
            : new HttpRequestMessage(HttpMethod.Post, "/api/market")
            {
                Content = new StringContent(JsonSerializer.Serialize(new { symbols, type = "prices", range = "MAX" }), Encoding.UTF8, "application/json"),
            };
    }

    /// <summary>A long history of any symbol, made anew each time and watched.</summary>
    private sealed class LongHistories : IPriceProvider
    {
        private readonly ConcurrentDictionary<Symbol, int> _times = new();
        private readonly ConcurrentBag<WeakReference> _given = [];

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "long", Currency = "USD", Adjustments = [PriceAdjustment.All], Limits = new ProviderLimits { Retries = 0 } };

        /// <summary>How often each symbol is answered before it fails.</summary>
        public int Times { get; init; } = int.MaxValue;

        public int Given => _given.Count;

        public int Alive => _given.Count(w => w.IsAlive);

        public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
        {
            if (_times.AddOrUpdate(request.Symbol, 1, static (_, times) => times + 1) > Times)
            {
                throw new MarketDataException(MarketErrorKind.Unavailable, "down");
            }

            var bars = new Bar[Bars];
            for (var i = 0; i < bars.Length; i++)
            {
                var close = 100 + (i % 100 / 100m);
                bars[i] = new Bar { Time = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i), Open = close, High = close, Low = close, Close = close, Volume = 123_456_789 };
            }

            _given.Add(new WeakReference(bars));
            return Task.FromResult(new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.All, Bars = bars });
        }
    }
}
