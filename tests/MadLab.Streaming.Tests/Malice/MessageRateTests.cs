using System.Globalization;
using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>How many messages a WebSocket client may send, whatever they say.</summary>
public sealed class MessageRateTests
{
    private const int PolicyViolation = 1008;

    private static readonly byte[] Ping = RawFrames.Make(RawFrames.Text, """{"type":"ping"}"""u8);
    private static readonly byte[] NoAnswer = RawFrames.Make(RawFrames.Text, """{"type":"heartbeat_response"}"""u8);

    [Fact]
    public async Task Messages_AsManyAsAllowed_AreAnsweredMoreCloseWith1008()
    {
        await using var host = await StartAsync(max: 30);
        using (var raw = await host.ConnectAsync())
        {
            for (var i = 0; i < 30; i++)
            {
                await raw.SendAsync(Ping);
                Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("heartbeat");
            }

            await raw.SendAsync(RawFrames.Repeat(Ping, 100));

            RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(PolicyViolation);
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Messages_ThatGetNoAnswer_CountToo()
    {
        await using var host = await StartAsync(max: 30);
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(RawFrames.Repeat(NoAnswer, 130));

        RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(PolicyViolation);
    }

    [Fact]
    public async Task Messages_OneConnectionFloods_OthersOfTheAddressAreServed()
    {
        await using var host = await StartAsync(max: 30);
        using var quiet = await host.ConnectAsync();
        using var loud = await host.ConnectAsync();
        await loud.SendAsync(RawFrames.Repeat(NoAnswer, 130));
        await loud.NextFrameAsync(RawFrames.Close);
        await quiet.SendAsync(Ping);

        Encoding.UTF8.GetString((await quiet.NextFrameAsync(RawFrames.Text))!).Should().Contain("heartbeat");
    }

    [Fact]
    public async Task Messages_ControlFramesBetween_DoNotCount()
    {
        await using var host = await StartAsync(max: 30);
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(RawFrames.Repeat(RawFrames.Make(RawFrames.Pong, []), 130));
        await raw.SendAsync(Ping);
        Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("heartbeat");
    }

    [Fact]
    public async Task Messages_WithoutALimit_GoOn()
    {
        await using var host = await StartAsync(max: 0);
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(RawFrames.Repeat(NoAnswer, 5_000));
        await raw.SendAsync(Ping);
        Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("heartbeat");
    }

    private static Task<MaliceHost> StartAsync(int max) => MaliceHost.StartAsync(build: builder => builder.Configuration.AddInMemoryCollection(
        [KeyValuePair.Create("MadLab:Streaming:MaxMessagesPerMinute", (string?)max.ToString(CultureInfo.InvariantCulture))]));
}
