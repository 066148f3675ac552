using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>Frames that look wrong and are not: a server that refuses them breaks honest clients.</summary>
public sealed class GoodFrameTests
{
    private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();

    private static readonly Dictionary<string, byte[]> Oddities = new()
    {
        ["fragments of a byte each"] = Fragments(Ping),
        ["empty fragments"] =
        [
            .. RawFrames.Make(RawFrames.Text, [], fin: false), .. RawFrames.Make(RawFrames.Continuation, [], fin: false), .. RawFrames.Make(RawFrames.Continuation, Ping, fin: false),
            .. RawFrames.Make(RawFrames.Continuation, []),
        ],
        ["pongs nobody asked for"] = [.. RawFrames.Make(RawFrames.Pong, "x"u8), .. RawFrames.Make(RawFrames.Pong, []), .. RawFrames.Make(RawFrames.Text, Ping)],
        ["pong between fragments"] =
            [.. RawFrames.Make(RawFrames.Text, Ping.AsSpan(0, 4), fin: false), .. RawFrames.Make(RawFrames.Pong, []), .. RawFrames.Make(RawFrames.Continuation, Ping.AsSpan(4))],
        ["a mask of all ones"] = RawFrames.Make(RawFrames.Text, Ping, mask: uint.MaxValue),
        ["a character split over fragments"] =
        [
            .. RawFrames.Make(RawFrames.Text, [.. "{\"type\":\"ping\",\"x\":\""u8, 0xE2, 0x82], fin: false), .. RawFrames.Make(RawFrames.Continuation, [0xAC, .. "\"}"u8]),
        ],
        ["a thousand fragments with pings between"] = [.. ThousandFragments()],
    };

    public static TheoryData<string> Names => [.. Oddities.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Frame_OddButAllowed_Served(string name)
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await host.ConnectAsync())
        {
            await raw.SendAsync(Oddities[name]);

            Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().StartWith("""{"type":"heartbeat","ts":""");
            await raw.SendFrameAsync(RawFrames.Close, RawFrames.CloseBody(1000));
            RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(1000);
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Ping_OfTheMostBytes_AnsweredWithThem()
    {
        var payload = Encoding.ASCII.GetBytes(new string('p', 125));
        await using var host = await MaliceHost.StartAsync();
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(RawFrames.Make(RawFrames.Ping, payload, mask: 0x01020304));

        (await raw.NextFrameAsync(RawFrames.Pong)).Should().Equal(payload);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1011)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task Close_WithACodeAndTheLongestReason_Echoed(int code)
    {
        await using var host = await MaliceHost.StartAsync();
        using var raw = await host.ConnectAsync();

        await raw.SendFrameAsync(RawFrames.Close, RawFrames.CloseBody(code, Encoding.ASCII.GetBytes(new string('r', 123))));

        RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(code);
        (await raw.ReadFrameAsync()).Opcode.Should().Be(-1);
    }

    private static byte[] Fragments(byte[] message)
    {
        List<byte> all = [];
        for (var i = 0; i < message.Length; i++)
        {
            all.AddRange(RawFrames.Make(i == 0 ? RawFrames.Text : RawFrames.Continuation, message.AsSpan(i, 1), fin: i == message.Length - 1, mask: (uint)i * 77));
        }

        return [.. all];
    }

    private static List<byte> ThousandFragments()
    {
        List<byte> all = [.. RawFrames.Make(RawFrames.Text, Ping, fin: false)];
        for (var i = 0; i < 1000; i++)
        {
            all.AddRange(RawFrames.Make(RawFrames.Continuation, " "u8, fin: false));
            all.AddRange(RawFrames.Make(RawFrames.Ping, "p"u8));
        }

        all.AddRange(RawFrames.Make(RawFrames.Continuation, []));
        return all;
    }
}
