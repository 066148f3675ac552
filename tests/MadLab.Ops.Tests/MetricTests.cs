using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentAssertions;
using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Ops.Tests;

/// <summary>Whatever rules and dashboard name, a real host emits.</summary>
public sealed class MetricTests
{
    [Fact]
    public async Task EveryMetricOfRulesAndDashboard_IsEmitted()
    {
        var named = OpsFiles.MetricsOf(OpsFiles.Rules).Concat(OpsFiles.Queries.SelectMany(OpsFiles.MetricsOf)).Distinct().ToList();
        named.Should().HaveCountGreaterThan(12);
        var folder = Directory.CreateTempSubdirectory("madlab-ops-").FullName;
        var app = MadLabHost.Build(
            [
                "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", "--MadLab:Persistence:ConnectionString", $"Data Source={Path.Combine(folder, "lab.db")}",
                "--MadLab:Persistence:Backup:Folder", Path.Combine(folder, "backups"), "--MadLab:Persistence:Backup:Every", "00:01:00", "--MadLab:Market:MaxCacheEntries", "1",
            ],
            static lab => lab.AddProvider("restless", static _ => new RestlessProvider()));
        await app.StartAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            await client.GetStringAsync("/api/market?symbol=AAPL");
            await client.GetStringAsync("/api/market?symbol=MSFT");
            await client.GetStringAsync("/api/workspaces");
            await using var stream = await client.GetStreamAsync("/api/stream?symbols=AAPL");
            using var reader = new StreamReader(stream);

            // A quote, and then the failure that ends its sequence.
            for (var line = string.Empty; !line.Contains("\"price\"", StringComparison.Ordinal);)
            {
                line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new EndOfStreamException();
            }

            var missing = named;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (missing.Count > 0 && !patience.IsCancellationRequested)
            {
                var text = await client.GetStringAsync("/api/metrics?format=prometheus");
                missing = named.FindAll(name => !text.Contains($"# TYPE {name} ", StringComparison.Ordinal));
                await Task.Yield();
            }

            missing.Should().BeEmpty("nobody can be woken by what is not there");
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Dashboard_IsJsonWithPanelsThatDoNotOverlap()
    {
        using var dashboard = JsonDocument.Parse(OpsFiles.Dashboard);
        var places = dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(static p => p.GetProperty("gridPos"))
            .Select(static g => (X: g.GetProperty("x").GetInt32(), Y: g.GetProperty("y").GetInt32())).ToList();

        places.Should().HaveCountGreaterThan(10).And.OnlyHaveUniqueItems();
    }

    /// <summary>Bars for everything, and quotes that break off.</summary>
    private sealed class RestlessProvider : IPriceProvider, IQuoteStreamProvider
    {
        public ProviderDescriptor Descriptor { get; } = new() { Feed = "restless", Currency = "USD", Limits = new ProviderLimits { Retries = 0 } };

        public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new PriceSeries
        {
            Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.Raw,
            Bars = [.. Enumerable.Range(0, 30).Select(static i => new Bar { Time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i), Open = 1, High = 2, Low = 1, Close = 1 + (i % 2), Volume = 1 })],
        });

        public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new Quote { Symbol = symbol, Price = 1, Timestamp = DateTimeOffset.UtcNow, Open = 1, High = 1, Low = 1 };
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            throw new MarketDataException(MarketErrorKind.Unavailable, "It breaks off.");
        }
    }
}
