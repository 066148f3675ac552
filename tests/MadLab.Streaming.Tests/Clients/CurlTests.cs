using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>curl on an event stream, over both versions of HTTP.</summary>
public sealed class CurlTests
{
    [CurlTheory]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1 200 OK")]
    [InlineData(HttpProtocols.Http2, "HTTP/2 200")]
    public async Task Get_Stream_HeadersAtOnceThenEventsAsTheyCome(HttpProtocols protocols, string status)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1.25m), protocols: protocols);
        await using var curl = Get(host, protocols, "?symbols=AAPL&interval=25", "-i");

        (await curl.ReadLineAsync())!.TrimEnd().Should().Be(status);
        List<string> headers = [];
        while ((await curl.ReadLineAsync())!.TrimEnd() is { Length: > 0 } header)
        {
            headers.Add(header.ToLowerInvariant());
        }

        headers.Should().Contain(["content-type: text/event-stream; charset=utf-8", "cache-control: no-cache, no-transform", "x-accel-buffering: no"]);
        (await curl.ReadLineAsync()).Should().StartWith("retry: ");
        (await curl.ReadLineAsync()).Should().Be("event: open");
        (await UpdateAsync(curl)).Price.Should().Be(1.25m);
        host.Feed.Publish("AAPL", 2);
        (await UpdateAsync(curl)).Price.Should().Be(2);
    }

    [CurlTheory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Get_WithLastEventId_WhatChangedSinceAndNothingTwice(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("A", 1).With("B", 2), protocols: protocols);
        string id;
        await using (var first = Get(host, protocols, "?symbols=A,B&interval=25"))
        {
            await UpdateAsync(first);
            id = (await UpdateAsync(first)).Id;
        }

        host.Feed.Publish("A", 10);
        await using var second = Get(host, protocols, "?symbols=A,B&interval=25", "-H", $"Last-Event-ID: {id}");

        (await UpdateAsync(second)).Price.Should().Be(10);
        host.Feed.Publish("B", 20);
        (await UpdateAsync(second)).Price.Should().Be(20);
    }

    [CurlTheory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Host_Stops_CurlSeesAWholeAnswer(HttpProtocols protocols)
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1), protocols: protocols);
        await using var curl = Get(host, protocols, "?symbols=AAPL&interval=25");
        await UpdateAsync(curl);

        var stopping = host.App.StopAsync();

        while (await curl.ReadLineAsync() is not null)
        {
            // What was under way.
        }

        (await curl.ExitAsync()).Should().Be(0, "a cut connection would be 18 or 92");
        await stopping;
    }

    private static ClientProcess Get(StreamHost host, HttpProtocols protocols, string query, params string[] arguments) => ClientProcess.Start(
        ClientTools.Curl!,
        ["-sSN", "--noproxy", "*", protocols == HttpProtocols.Http2 ? "--http2-prior-knowledge" : "--http1.1", .. arguments, new Uri(host.Address, "/api/stream" + query).ToString()]);

    private static async Task<(decimal Price, string Id)> UpdateAsync(ClientProcess curl)
    {
        var id = "";
        while (await curl.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (id.Length > 0 && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var data = JsonDocument.Parse(line[6..]);
                return (data.RootElement.GetProperty("price").GetDecimal(), id);
            }
        }

        throw new InvalidOperationException("The stream ended before an update.");
    }
}
