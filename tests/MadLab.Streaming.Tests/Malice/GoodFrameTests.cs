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
            .. Frames.Make(Frames.Text, [], fin: false), .. Frames.Make(Frames.Continuation, [], fin: false), .. Frames.Make(Frames.Continuation, Ping, fin: false),
            .. Frames.Make(Frames.Continuation, []),
        ],
        ["pongs nobody asked for"] = [.. Frames.Make(Frames.Pong, "x"u8), .. Frames.Make(Frames.Pong, []), .. Frames.Make(Frames.Text, Ping)],
        ["pong between fragments"] =
            [.. Frames.Make(Frames.Text, Ping.AsSpan(0, 4), fin: false), .. Frames.Make(Frames.Pong, []), .. Frames.Make(Frames.Continuation, Ping.AsSpan(4))],
        ["a mask of all ones"] = Frames.Make(Frames.Text, Ping, mask: uint.MaxValue),
        ["a character split over fragments"] =
        [
            .. Frames.Make(Frames.Text, [.. "{\"type\":\"ping\",\"x\":\""u8, 0xE2, 0x82], fin: false), .. Frames.Make(Frames.Continuation, [0xAC, .. "\"}"u8]),
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

            Encoding.UTF8.GetString((await raw.NextFrameAsync(Frames.Text))!).Should().StartWith("""{"type":"heartbeat","ts":""");
            await raw.SendFrameAsync(Frames.Close, Frames.CloseBody(1000));
            Frames.CodeOf(await raw.NextFrameAsync(Frames.Close)).Should().Be(1000);
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Ping_OfTheMostBytes_AnsweredWithThem()
    {
        var payload = Encoding.ASCII.GetBytes(new string('p', 125));
        await using var host = await MaliceHost.StartAsync();
        using var raw = await host.ConnectAsync();

        await raw.SendAsync(Frames.Make(Frames.Ping, payload, mask: 0x01020304));

        (await raw.NextFrameAsync(Frames.Pong)).Should().Equal(payload);
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

        await raw.SendFrameAsync(Frames.Close, Frames.CloseBody(code, Encoding.ASCII.GetBytes(new string('r', 123))));

        Frames.CodeOf(await raw.NextFrameAsync(Frames.Close)).Should().Be(code);
        (await raw.ReadFrameAsync()).Opcode.Should().Be(-1);
    }

    private static byte[] Fragments(byte[] message)
    {
        List<byte> all = [];
        for (var i = 0; i < message.Length; i++)
        {
            all.AddRange(Frames.Make(i == 0 ? Frames.Text : Frames.Continuation, message.AsSpan(i, 1), fin: i == message.Length - 1, mask: (uint)i * 77));
        }

        return [.. all];
    }

    private static List<byte> ThousandFragments()
    {
        List<byte> all = [.. Frames.Make(Frames.Text, Ping, fin: false)];
        for (var i = 0; i < 1000; i++)
        {
            all.AddRange(Frames.Make(Frames.Continuation, " "u8, fin: false));
            all.AddRange(Frames.Make(Frames.Ping, "p"u8));
        }

        all.AddRange(Frames.Make(Frames.Continuation, []));
        return all;
    }
}
