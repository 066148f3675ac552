using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>Frames that RFC 6455 forbids: the client is told by the code, the connection ends, nobody else notices.</summary>
public sealed class BadFrameTests
{
    private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();

    // The length of the 16 KiB limit's first byte too many.
    private const int TooLong = (16 * 1024) + 1;

    private static readonly Dictionary<string, (byte[] Bytes, int Code)> Attacks = new()
    {
        ["reserved bit 1"] = (RawFrames.Make(RawFrames.Text, Ping, reserved: 4), 1002),
        ["reserved bit 2"] = (RawFrames.Make(RawFrames.Text, Ping, reserved: 2), 1002),
        ["reserved bit 3"] = (RawFrames.Make(RawFrames.Text, Ping, reserved: 1), 1002),
        ["reserved bit on a ping"] = (RawFrames.Make(RawFrames.Ping, [], reserved: 4), 1002),
        ["reserved bit on a continuation"] = ([.. RawFrames.Make(RawFrames.Text, Ping, fin: false), .. RawFrames.Make(RawFrames.Continuation, [], reserved: 4)], 1002),
        ["reserved data opcode 3"] = (RawFrames.Make(3, Ping), 1002),
        ["reserved data opcode 7"] = (RawFrames.Make(7, Ping), 1002),
        ["reserved control opcode 11"] = (RawFrames.Make(11, []), 1002),
        ["reserved control opcode 15"] = (RawFrames.Make(15, []), 1002),
        ["continuation of nothing"] = (RawFrames.Make(RawFrames.Continuation, Ping), 1002),
        ["continuation after a whole message"] = ([.. RawFrames.Make(RawFrames.Text, Ping), .. RawFrames.Make(RawFrames.Continuation, Ping)], 1002),
        ["new text inside a message"] = ([.. RawFrames.Make(RawFrames.Text, Ping, fin: false), .. RawFrames.Make(RawFrames.Text, Ping)], 1002),
        ["new binary inside a message"] = ([.. RawFrames.Make(RawFrames.Text, Ping, fin: false), .. RawFrames.Make(RawFrames.Binary, Ping)], 1002),
        ["ping of 126 bytes"] = (RawFrames.Make(RawFrames.Ping, new byte[126]), 1002),
        ["pong of 70,000 bytes"] = (RawFrames.Make(RawFrames.Pong, new byte[70_000]), 1002),
        ["close of 126 bytes"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(1000, new byte[124])), 1002),
        ["ping in fragments"] = (RawFrames.Make(RawFrames.Ping, "a"u8, fin: false), 1002),
        ["close in fragments"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(1000), fin: false), 1002),
        ["length with the highest bit"] = (RawFrames.Make(RawFrames.Text, [], claim: 1UL << 63), 1002),
        ["close of one byte"] = (RawFrames.Make(RawFrames.Close, [3]), 1002),
        ["close with the code 0"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(0)), 1002),
        ["close with the code 999"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(999)), 1002),
        ["close with the code 1005"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(1005)), 1002),
        ["close with the code 1006"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(1006)), 1002),
        ["close with the code 1015"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(1015)), 1002),
        ["close with the code 5000"] = (RawFrames.Make(RawFrames.Close, RawFrames.CloseBody(5000)), 1002),
        ["unmasked text"] = (RawFrames.Make(RawFrames.Text, Ping, masked: false), 1002),
        ["unmasked ping"] = (RawFrames.Make(RawFrames.Ping, [], masked: false), 1002),
        ["unmasked close"] = (RawFrames.Make(RawFrames.Close, [], masked: false), 1002),
        ["unmasked ping behind a good message"] = ([.. RawFrames.Make(RawFrames.Text, Ping), .. RawFrames.Make(RawFrames.Ping, [], masked: false)], 1002),
        ["unmasked continuation"] = ([.. RawFrames.Make(RawFrames.Text, Ping, fin: false), .. RawFrames.Make(RawFrames.Continuation, [], masked: false)], 1002),
        ["text that is Latin-1"] = (RawFrames.Make(RawFrames.Text, [(byte)'c', 0xE9, (byte)' ']), 1007),
        ["overlong slash"] = (RawFrames.Make(RawFrames.Text, [0xC0, 0xAF]), 1007),
        ["surrogate"] = (RawFrames.Make(RawFrames.Text, [0xED, 0xA0, 0x80]), 1007),
        ["above U+10FFFF"] = (RawFrames.Make(RawFrames.Text, [0xF4, 0x90, 0x80, 0x80]), 1007),
        ["text cut inside a character"] = (RawFrames.Make(RawFrames.Text, [0xE2, 0x82]), 1007),
        ["character cut by the end of a fragmented message"] =
            ([.. RawFrames.Make(RawFrames.Text, [0xE2, 0x82], fin: false), .. RawFrames.Make(RawFrames.Continuation, [])], 1007),
        ["character with a wrong end in another fragment"] =
            ([.. RawFrames.Make(RawFrames.Text, [0xE2, 0x82], fin: false), .. RawFrames.Make(RawFrames.Continuation, [0x28])], 1007),
        ["one frame too long"] = (RawFrames.Make(RawFrames.Text, Spaces(TooLong)), 1009),
        ["binary too long"] = (RawFrames.Make(RawFrames.Binary, new byte[TooLong]), 1009),
        ["length of 70,000 in 64 bits"] = (RawFrames.Make(RawFrames.Text, Spaces(70_000)), 1009),
        ["claim of 2^62 and the first bytes of it"] = (RawFrames.Make(RawFrames.Text, Spaces(70_000), claim: 1UL << 62), 1009),
        ["fragments of a byte each, too many"] =
            ([.. RawFrames.Make(RawFrames.Text, " "u8, fin: false), .. RawFrames.Repeat(RawFrames.Make(RawFrames.Continuation, " "u8, fin: false), TooLong - 1)], 1009),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Frame_Forbidden_ClosedWithItsCodeAndNobodyElseNotices(string name)
    {
        var (bytes, code) = Attacks[name];
        await using var host = await MaliceHost.StartAsync(feed: new FakeFeed().With("AAPL", 1));
        await using var other = await host.Host.ConnectAsync("?symbols=AAPL&interval=25");
        (await other.NextPriceAsync("AAPL")).Should().Be(1);
        using (var raw = await host.ConnectAsync())
        {
            await raw.SendAsync(bytes);

            RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(code);
            raw.EndSending();
            (await raw.ReadFrameAsync()).Opcode.Should().Be(-1, "the server ends what it failed");
        }

        host.Host.Feed.Publish("AAPL", 2);
        (await other.NextPriceAsync("AAPL")).Should().Be(2);
        await other.DisposeAsync();
        await host.ShouldBeDeserted(name);
    }

    private static byte[] Spaces(int length)
    {
        var spaces = new byte[length];
        Array.Fill(spaces, (byte)' ');
        return spaces;
    }
}
