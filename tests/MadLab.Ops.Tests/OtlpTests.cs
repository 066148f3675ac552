using System.Collections.Concurrent;
using System.Text;
using FluentAssertions;
using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Ops.Tests;

/// <summary>What a collector hears of a host: one trace from the request to the provider, the metrics and the log.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _heard = new();
    private WebApplication _collector = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _collector = builder.Build();
        _collector.Urls.Add("http://127.0.0.1:0");
        _collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _heard.GetOrAdd(signal, static _ => new ConcurrentQueue<byte[]>()).Enqueue(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        await _collector.StartAsync();
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Endpoint_Set_HearsOneTraceTheMetricsAndTheLog()
    {
        var endpoint = _collector.Urls.Single();
        var folder = Directory.CreateTempSubdirectory("madlab-otlp-").FullName;
        var app = MadLabHost.Build(
            [
                "--urls", "http://127.0.0.1:0", "--MadLab:Persistence:ConnectionString", $"Data Source={Path.Combine(folder, "lab.db")}",
                $"--OTEL_EXPORTER_OTLP_ENDPOINT={endpoint}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            ]);
        await app.StartAsync();
        using (var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/market?symbol=AAPL");
            request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
            (await client.SendAsync(request)).EnsureSuccessStatusCode();
            (await client.GetAsync("/api/workspaces")).EnsureSuccessStatusCode();
        }

        // Stopping sends what is left.
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);

        var traces = Said("traces");
        traces.Should().Contain("madlab.provider.call").And.Contain("/api/market").And.Contain("synthetic").And.Contain("madlab.store").And.Contain("workspaces.list");
        Times(_heard["traces"].SelectMany(static b => b).ToArray(), Convert.FromHexString(TraceId)).Should().BeGreaterThanOrEqualTo(2, "the request and the provider's call are of the caller's trace");
        Said("metrics").Should().Contain("madlab.request.duration").And.Contain("madlab.provider.duration");
        Said("logs").Should().Contain("Now listening on");
    }

    [Fact]
    public async Task Endpoint_NotSet_SendsNothing()
    {
        var app = MadLabHost.Build(["--urls", "http://127.0.0.1:0", "--MadLab:Persistence:Mode", "memory"]);
        await app.StartAsync();
        await app.StopAsync();
        await app.DisposeAsync();

        _heard.Should().BeEmpty();
    }

    private string Said(string signal) => _heard.TryGetValue(signal, out var bodies) ? string.Concat(bodies.Select(Encoding.UTF8.GetString)) : string.Empty;

    private static int Times(byte[] all, byte[] part)
    {
        var times = 0;
        for (var rest = all.AsSpan(); rest.IndexOf(part) is >= 0 and var at; rest = rest[(at + part.Length)..])
        {
            times++;
        }

        return times;
    }
}
