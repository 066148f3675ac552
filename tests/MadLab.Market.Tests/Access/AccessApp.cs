using System.Collections.Concurrent;
using System.Security.Claims;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Tests.Access;

/// <summary>Market on Kestrel whose callers say in <c>X-User</c> who they are, with the host's rules between them and a fake provider.</summary>
internal sealed class AccessApp : IAsyncDisposable
{
    /// <summary>15:10 in New York on a trading day.</summary>
    public static readonly DateTimeOffset Now = new(2024, 1, 10, 20, 10, 0, TimeSpan.Zero);

    private AccessApp(KestrelApp app, ManualTimeProvider time, Doorkeeper doorkeeper, FakeProvider fake, ErrorLog errors) =>
        (App, Time, Doorkeeper, Fake, Errors) = (app, time, doorkeeper, fake, errors);

    public KestrelApp App { get; }

    public ManualTimeProvider Time { get; }

    public Doorkeeper Doorkeeper { get; }

    public FakeProvider Fake { get; }

    public ErrorLog Errors { get; }

    public static async Task<AccessApp> StartAsync(Action<IMadLabBuilder>? providers = null, bool asks = true)
    {
        var time = new ManualTimeProvider(Now);
        var doorkeeper = new Doorkeeper();
        var fake = MarketApp.Fake();
        var errors = new ErrorLog();
        foreach (var symbol in new[] { "AAPL", "MSFT" })
        {
            fake.Prices[symbol] = Week(symbol, 100);
        }

        var app = await KestrelApp.StartAsync(
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error).AddProvider(errors);
                builder.Services.AddSingleton<TimeProvider>(time);
                if (asks)
                {
                    builder.Services.AddSingleton<IMarketAccess>(doorkeeper);
                }

                var lab = builder.Services.AddMadLabMarket();
                if (providers is null)
                {
                    lab.AddProvider("fake", _ => fake);
                }

                providers?.Invoke(lab);
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    var name = context.Request.Headers["X-User"].ToString();
                    context.User = new ClaimsPrincipal(name.Length == 0 ? new ClaimsIdentity() : new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test"));
                    return next();
                });
                app.MapMadLabMarket();
            });
        return new AccessApp(app, time, doorkeeper, fake, errors);
    }

    /// <summary>Finished sessions of 2024-01-03 to 01-09 and the running one of the 10th, whose close is the start plus 50.</summary>
    public static PriceSeries Week(string symbol, decimal start)
    {
        var daily = FakeProvider.Daily(symbol, new DateOnly(2024, 1, 3), start, start + 1, start + 2, start + 3, start + 4, start + 50);
        var running = daily.Bars[^1] with { IsFinal = false };
        return daily with { Bars = [.. daily.Bars.Take(5), running], AsOf = Now };
    }

    /// <summary>Six bars of five minutes up to now, the last of them running.</summary>
    public static PriceSeries Today(string symbol) => new()
    {
        Symbol = Symbol.Parse(symbol),
        Interval = BarInterval.FiveMinutes,
        Adjustment = PriceAdjustment.All,
        Currency = "USD",
        AsOf = Now,
        Bars = [.. Enumerable.Range(0, 6).Select(i => new Bar
        {
            Time = Now.AddMinutes(-25 + (5 * i)), Open = 110 + i, High = 111 + i, Low = 109 + i, Close = 110.5m + i, Volume = 10, IsFinal = i < 5,
        })],
    };

    public Task<HttpResponseMessage> GetAsync(string user, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/market?{query}");
        request.Headers.Add("X-User", user);
        return App.Http.SendAsync(request);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>The names of the errors that were logged.</summary>
    internal sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string?> Names { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Names.Enqueue(eventId.Name);

        public void Dispose()
        {
        }
    }
}
