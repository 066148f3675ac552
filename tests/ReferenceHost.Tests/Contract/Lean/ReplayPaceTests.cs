using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Contract.Streams;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lean;

/// <summary>The replay at the market's own speed, which is the default.</summary>
public sealed class ReplayPaceTests
{
    [Fact]
    public async Task Replay_AtTheDefaultSpeed_HasANewValueAtLeastFourTimesASecond()
    {
        using var folder = new LeanFolder();
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["MADLAB_LEAN_DATA"] = folder.Path });

        // From minutes, from hours, and from a day's four prices alone.
        foreach (var symbol in new[] { "ACME", "BETA", "GAMA" })
        {
            await using var socket = await StreamSocket.ConnectAsync(host.Address, $"?symbols={symbol}&interval=250");
            (await socket.ReceiveAsync("status")).GetProperty("replay").GetProperty("speed").GetDouble().Should().Be(1);
            var times = new List<long>();
            var seqs = new List<long>();
            for (var i = 0; i < 9; i++)
            {
                var update = await socket.ReceiveUpdateAsync(symbol);
                update.ShouldBeUpdate(symbol);
                times.Add(update.GetProperty("timestamp").GetInt64());
                seqs.Add(update.GetProperty("seq").GetInt64());
            }

            seqs.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            (times[^1] - times[1]).Should().BeInRange(7 * 200, 7 * 450, symbol);
        }
    }
}
