using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Streams;
using ReferenceHost.Tests.Contract.Support;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>Watches a replay over a WebSocket until it has ended and begun again.</summary>
internal static class ReplayWatch
{
    /// <summary>Asserts that a session's last update equals its bar, and that the next one is of a new round.</summary>
    public static async Task ShouldEndOnTheBarAsync(Uri host, string symbol, string session, JsonElement bar)
    {
        await using var socket = await StreamSocket.ConnectAsync(host, $"?symbols={Uri.EscapeDataString(symbol)}&interval=250");
        var open = await socket.ReceiveAsync();
        open.GetProperty("type").GetString().Should().Be("open");
        open.GetProperty("sources").GetProperty(symbol).GetProperty("provider").GetString().Should().Be("lean");
        var status = await socket.ReceiveAsync("status");
        status.GetProperty("liveData").GetBoolean().Should().BeTrue();
        status.GetProperty("demo").GetBoolean().Should().BeFalse();
        var replay = status.GetProperty("replay");
        replay.GetProperty("session").GetString().Should().Be(session);
        replay.GetProperty("speed").GetDouble().Should().Be(LeanHost.Speed);

        var last = await socket.ReceiveUpdateAsync(symbol);
        last.ShouldBeUpdate(symbol);
        while (true)
        {
            // A round's volume only grows: where it falls, a new round has begun.
            var next = await socket.ReceiveUpdateAsync(symbol);
            next.GetProperty("seq").GetInt64().Should().BeGreaterThan(last.GetProperty("seq").GetInt64());
            var isNewRound = next.GetProperty("volume").GetDecimal() < last.GetProperty("volume").GetDecimal();
            if (isNewRound && last.GetProperty("volume").GetDecimal() == bar.GetProperty("volume").GetDecimal())
            {
                break;
            }

            last = next;
        }

        foreach (var (name, of) in new[] { ("price", "close"), ("open", "open"), ("high", "high"), ("low", "low"), ("volume", "volume") })
        {
            last.GetProperty(name).GetDecimal().Should().Be(bar.GetProperty(of).GetDecimal(), name);
        }
    }
}
