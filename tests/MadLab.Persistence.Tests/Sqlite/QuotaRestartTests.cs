using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

/// <summary>The calls counted against a provider's quota, in a real database.</summary>
public sealed class QuotaRestartTests
{
    [Fact]
    public async Task Restart_TheQuotaOfTheDayGoesOn_AndIsNoSwitch()
    {
        using var folder = new TempFolder();
        var file = folder.File();

        // At noon, so that no midnight gives the calls back.
        var time = new ManualTimeProvider(new DateTimeOffset(2024, 1, 2, 12, 0, 0, TimeSpan.Zero));
        await RunAsync(file, time, async app =>
        {
            (await QuotaLeftAsync(app)).Should().Be(5);
            using var first = await app.GetAsync("/api/market?symbol=AAPL");
            using var second = await app.GetAsync("/api/market?symbol=MSFT");
            (await QuotaLeftAsync(app)).Should().Be(3);
        });

        await RunAsync(file, time, async app =>
        {
            (await QuotaLeftAsync(app)).Should().Be(3);
            (await app.GetJsonAsync("/api/health")).GetProperty("switches").GetArrayLength().Should().Be(0);
        });
    }

    private static async Task<int> QuotaLeftAsync(KestrelApp app) => (await app.GetJsonAsync("/api/market/providers"))[0].GetProperty("quotaLeft").GetInt32();

    private static async Task RunAsync(string file, TimeProvider time, Func<KestrelApp, Task> use)
    {
        var fake = new FakeProvider();
        fake.Descriptor = fake.Descriptor with { Limits = fake.Descriptor.Limits with { CallsPerDay = 5 } };
        foreach (var symbol in new[] { "AAPL", "MSFT" })
        {
            fake.Prices[symbol] = FakeProvider.Daily(symbol, new DateOnly(2023, 12, 1), 1m, 2m, 3m);
        }

        await using var app = await KestrelApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(time);
                builder.Services.AddMadLab().UseSqlite($"Data Source={file}").AddProvider("fake", _ => fake);
            },
            app => app.MapMadLab());
        await use(app);
        await app.App.StopAsync();
    }
}
