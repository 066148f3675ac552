using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Market.Tests;

/// <summary>Market alone on Kestrel with a fake provider and a settable clock.</summary>
internal sealed class MarketApp : IAsyncDisposable
{
    private MarketApp(KestrelApp app, ManualTimeProvider time)
    {
        App = app;
        Time = time;
    }

    public KestrelApp App { get; }

    public HttpClient Http => App.Http;

    public ManualTimeProvider Time { get; }

    public static async Task<MarketApp> StartAsync(Action<IMadLabBuilder>? providers = null, Action<MarketOptions>? options = null, Dictionary<string, string?>? configuration = null)
    {
        var time = new ManualTimeProvider();
        var app = await KestrelApp.StartAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(configuration ?? []);
                builder.Services.AddSingleton<TimeProvider>(time);
                var lab = builder.Services.AddMadLabMarket(market =>
                {
                    // By chance is nothing that a test can name.
                    market.LifetimeJitter = 0;
                    options?.Invoke(market);
                });
                providers?.Invoke(lab);
            },
            app => app.MapMadLabMarket());
        return new MarketApp(app, time);
    }

    /// <summary>A fake with a year of AAPL, MSFT and GOOG, figures and a surface of AAPL.</summary>
    public static FakeProvider Fake()
    {
        var fake = new FakeProvider();
        foreach (var (symbol, start) in new[] { ("AAPL", 180m), ("MSFT", 370m), ("GOOG", 140m) })
        {
            var random = new Random(symbol[0]);
            var closes = Enumerable.Range(0, 252).Select(i => start + (i * 0.1m) + random.Next(-200, 200) / 100m).ToArray();
            fake.Prices[symbol] = FakeProvider.Daily(symbol, new DateOnly(2023, 1, 2), closes);
            fake.Kpis[symbol] = new Kpis
            {
                Symbol = Symbol.Parse(symbol), Name = $"{symbol} Inc.", Price = closes[^1], Change = 1.5m, ChangePercent = 0.8m,
                Volume = 1_000_000, Timestamp = new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero), DividendYield = 0.005m,
            };
        }

        fake.Surfaces["AAPL"] = new VolSurface
        {
            Symbol = Symbol.Parse("AAPL"), UnderlyingPrice = 200m, Timestamp = new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero),
            Points = [new VolPoint { Strike = 200m, Expiry = new DateOnly(2024, 2, 16), ImpliedVol = 0.22, Delta = 0.5 }],
        };
        return fake;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
