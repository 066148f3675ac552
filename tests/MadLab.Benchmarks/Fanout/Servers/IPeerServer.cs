using Microsoft.AspNetCore.Builder;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>A server under measurement.</summary>
internal interface IPeerServer
{
    void Configure(WebApplicationBuilder builder);

    void Map(WebApplication app);

    /// <summary>Takes a new quote of every symbol, or of one where the run is spread; returns when the next may come.</summary>
    ValueTask PublishAsync(Quote[] quotes);
}
