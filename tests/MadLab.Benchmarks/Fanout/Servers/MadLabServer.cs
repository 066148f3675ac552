using MadLab.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>MadLab as an app gets it, all endpoints and the metrics registry with it; only the caps that loopback would hit are lifted.</summary>
internal sealed class MadLabServer(TimeSpan interval) : IPeerServer
{
    private readonly BenchFeed _feed = new();

    public void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IQuoteFeed>(_feed);
        builder.Services.AddMadLab();
        builder.Services.Configure<StreamingOptions>(o =>
        {
            o.MaxConnections = 1_000_000;
            o.MaxConnectionsPerAddress = 0;
            o.MinInterval = interval < o.MinInterval ? interval : o.MinInterval;
        });
    }

    public void Map(WebApplication app) => app.MapMadLab();

    public ValueTask PublishAsync(Quote[] quotes)
    {
        _feed.Publish(quotes);
        return ValueTask.CompletedTask;
    }
}
