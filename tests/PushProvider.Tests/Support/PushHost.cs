using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PushProvider.Tests.Support;

/// <summary>The sample's host on a loopback port, with quick streams.</summary>
internal static class PushHost
{
    public static Task<KestrelApp> StartAsync(FakeUpstream upstream) => KestrelApp.StartAsync(
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["MadLab:Providers:push:Address"] = upstream.Address,
                ["MadLab:Streaming:MinInterval"] = "00:00:00.025",
                ["MadLab:Streaming:DefaultInterval"] = "00:00:00.025",
                ["MadLab:Streaming:FeedLinger"] = "00:00:00.100",
                ["MadLab:Streaming:MaxConnectionsPerAddress"] = "0",
            });
            builder.Services.AddMadLab().AddProvider<WebSocketQuoteProvider>("push");
        },
        app => app.MapMadLab());

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(10, limit.Token);
        }
    }
}
