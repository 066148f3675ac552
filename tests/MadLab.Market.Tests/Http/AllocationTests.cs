using System.Text;
using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Http;
using MadLab.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>What an answer allocates on the thread that gives it, beside what the server would.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("gzip, deflate, br", false)]
    [InlineData(null, true)]
    public async Task KnownQuery_LookupAndWrite_AllocateNothing(string? acceptEncoding, bool isTagSent)
    {
        await using var services = Services();
        var handlers = services.GetRequiredService<MarketEndpoints>();
        var context = FakeResponse.Context("?symbol=AAPL&range=1Y");
        context.Request.Headers.AcceptEncoding = acceptEncoding;
        var first = await handlers.GetAsync(new MarketQueryParameters { Symbol = "AAPL", Range = "1Y" }, context);
        await first.ExecuteAsync(context);
        context.Request.Headers.IfNoneMatch = isTagSent ? context.Response.Headers.ETag : default;

        var allocated = Allocated(1000, () => handlers.TryAnswerKnown(context)!.GetAwaiter().GetResult());

        context.Response.StatusCode.Should().Be(isTagSent ? 304 : 200);
        allocated.Should().Be(0);
    }

    [Fact]
    public async Task BatchPost_HundredWarmSymbols_AllocatesASmallPartOfItsAnswer()
    {
        await using var services = Services();
        var handlers = services.GetRequiredService<MarketEndpoints>();
        var symbols = Enumerable.Range(0, 100).Select(i => $"S{i:00}").ToArray();
        var body = Encoding.UTF8.GetBytes($$"""{"symbols":["{{string.Join("\",\"", symbols)}}"],"type":"prices"}""");
        using var answer = new MemoryStream();
        await PostAsync(handlers, body, answer);

        var allocated = Allocated(20, () => PostAsync(handlers, body, Stream.Null).GetAwaiter().GetResult());

        using var document = JsonDocument.Parse(answer.ToArray());
        document.RootElement.GetProperty("results").EnumerateObject().Should().HaveCount(100);
        answer.Length.Should().BeGreaterThan(500_000);
        allocated.Should().BeLessThan(answer.Length / 5, "the bytes of the parts are copied to the connection and nowhere else");
    }

    /// <summary>Bytes per call.</summary>
    private static long Allocated(int calls, Action call)
    {
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }

    private static async Task PostAsync(MarketEndpoints handlers, byte[] body, Stream answer)
    {
        var context = FakeResponse.Context(string.Empty, answer);
        context.Request.Method = "POST";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(body);
        var result = await handlers.PostAsync(context);
        await result.ExecuteAsync(context);
    }

    private static ServiceProvider Services()
    {
        var fake = MarketApp.Fake();
        foreach (var i in Enumerable.Range(0, 100))
        {
            fake.Prices[$"S{i:00}"] = FakeProvider.Daily($"S{i:00}", new DateOnly(2023, 10, 2), [.. Enumerable.Range(0, 60).Select(d => 100m + (d / 4m))]);
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddMadLabMarket().AddProvider("fake", _ => fake);
        return services.BuildServiceProvider();
    }
}
