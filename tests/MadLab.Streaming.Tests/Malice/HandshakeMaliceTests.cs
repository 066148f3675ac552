using System.Net;
using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>Handshakes that never end, come a byte at a time, or lie.</summary>
public sealed class HandshakeMaliceTests
{
    private const string Path = "/api/stream/ws";

    [Fact]
    public async Task Handshake_HalfSent_IsNoStreamAndEndsWithTheServersTimeout()
    {
        await using var host = await MaliceHost.StartAsync(o => o.MaxConnections = 1, ShortHeaderTimeout);
        var half = Encoding.ASCII.GetBytes(RawSocket.Handshake(host.Address, Path)[..^10]);
        List<RawSocket> halfOpen = [];
        for (var i = 0; i < 50; i++)
        {
            var raw = await RawSocket.DialAsync(host.Address);
            await raw.SendAsync(half);
            halfOpen.Add(raw);
        }

        // The one place is free: none of the fifty has it.
        using (await host.ConnectAsync())
        {
            host.Host.Status.Connections.Should().Be(1);
        }

        foreach (var raw in halfOpen)
        {
            (await raw.ReadHeadAsync()).Should().StartWith("HTTP/1.1 408").And.NotContain("101");
            (await raw.ReadFrameAsync()).Opcode.Should().Be(-1);
            raw.Dispose();
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Handshake_AByteAtATimeWithoutEnd_EndsWithTheServersTimeout()
    {
        await using var host = await MaliceHost.StartAsync(build: ShortHeaderTimeout);
        using (var raw = await RawSocket.DialAsync(host.Address))
        {
            await raw.SendAsync(Encoding.ASCII.GetBytes(RawSocket.Handshake(host.Address, Path)[..^2] + "X-Slow: "));
            var answer = raw.ReadHeadAsync();
            while (await Task.WhenAny(answer, Task.Delay(50)) != answer)
            {
                await raw.SendAsync("a"u8.ToArray());
            }

            (await answer).Should().StartWith("HTTP/1.1 408");
            host.Host.Status.Connections.Should().Be(0);
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Handshake_AByteAtATimeInTime_Served()
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await RawSocket.DialAsync(host.Address))
        {
            foreach (var letter in Encoding.ASCII.GetBytes(RawSocket.Handshake(host.Address, Path)))
            {
                await raw.SendAsync(new[] { letter });
            }

            (await raw.ReadHeadAsync()).Should().StartWith("HTTP/1.1 101");
            foreach (var letter in RawFrames.Make(RawFrames.Text, """{"type":"ping"}"""u8, mask: 0x0A0B0C0D))
            {
                await raw.SendAsync(new[] { letter });
            }

            Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("open");
            Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("heartbeat");
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Frame_NeverFinished_DroppedForItsSilence()
    {
        await using var host = await MaliceHost.StartAsync(o => (o.PingInterval, o.PingTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        using (var raw = await host.ConnectAsync())
        {
            await raw.SendAsync(RawFrames.Make(RawFrames.Text, "half"u8, claim: 1000));

            (await raw.NextFrameAsync(RawFrames.Close)).Should().BeNull("inside a frame it cannot answer a ping, and a close would not be read either");
        }

        await host.ShouldBeDeserted();
    }

    [Theory]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: short", "HTTP/1.1 4")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X-No-Key: 1", "HTTP/1.1 4")]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", "HTTP/1.1 426")]
    [InlineData("Connection: Upgrade", "Connection: keep-alive", "HTTP/1.1 426")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", "HTTP/1.1 426")]
    [InlineData("Host: ", "Host: evil@", "HTTP/1.1 400")]
    [InlineData("GET ", "POST ", "HTTP/1.1 405")]
    [InlineData("HTTP/1.1", "HTTP/1.0", "HTTP/1.1 4")]
    public async Task Handshake_ThatLies_RefusedAndHoldsNothing(string right, string wrong, string answer)
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await RawSocket.DialAsync(host.Address))
        {
            await raw.SendAsync(Encoding.ASCII.GetBytes(RawSocket.Handshake(host.Address, Path).Replace(right, wrong, StringComparison.Ordinal)));

            (await raw.ReadHeadAsync()).Should().StartWith(answer);
        }

        await host.ShouldBeDeserted();
    }

    [Theory]
    [InlineData("Origin: http://HOST.evil.example\r\n")]
    [InlineData("Origin: http://HOST@evil.example\r\n")]
    [InlineData("Origin: http://evil.example/HOST\r\n")]
    [InlineData("Origin: http://evil.example#HOST\r\n")]
    [InlineData("Origin: http://HOST\r\nOrigin: http://evil.example\r\n")]
    [InlineData("Origin: \r\n")]
    [InlineData("Origin: file://\r\n")]
    [InlineData("Origin: javascript:alert(1)\r\n")]
    public async Task Origin_Disguised_Refused(string header)
    {
        await using var host = await MaliceHost.StartAsync();
        using (var raw = await RawSocket.DialAsync(host.Address))
        {
            await raw.SendAsync(Encoding.ASCII.GetBytes(RawSocket.Handshake(host.Address, Path, header.Replace("HOST", host.Address.Authority, StringComparison.Ordinal))));

            (await raw.ReadHeadAsync()).Should().StartWith("HTTP/1.1 403");
        }

        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Handshakes_AllAtOnce_NoMoreThanTheCapGetIn()
    {
        const int Cap = 7;
        await using var host = await MaliceHost.StartAsync(o => o.MaxConnections = Cap);
        var clients = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => RawSocket.OpenAsync(host.Address, Path, null, UpgradeOnly(host.Address))));

        var heads = await Task.WhenAll(clients.Select(client => client.ReadHeadAsync()));

        heads.Count(head => head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)).Should().Be(Cap);
        heads.Count(head => head.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) && head.Contains("Retry-After:", StringComparison.Ordinal)).Should().Be(60 - Cap);
        host.Host.Status.Connections.Should().Be(Cap);
        Array.ForEach(clients, client => client.Dispose());
        await host.ShouldBeDeserted();
    }

    [Fact]
    public async Task Caps_PerAddressAndInAll_OneAddressCannotTakeAnothersPlace()
    {
        await using var host = await MaliceHost.StartAsync(o => (o.MaxConnectionsPerAddress, o.MaxConnections) = (3, 5));
        IPAddress one = IPAddress.Parse("127.0.0.2"), two = IPAddress.Parse("127.0.0.3"), three = IPAddress.Parse("127.0.0.4");
        List<RawSocket> open = [];

        (await AskAsync(one, Path)).Should().Be("101");
        (await AskAsync(one, Path)).Should().Be("101");
        (await AskAsync(one, "/api/stream")).Should().Be("200", "every transport counts");
        (await AskAsync(one, Path)).Should().Be("503");
        (await AskAsync(two, Path)).Should().Be("101");
        (await AskAsync(two, Path)).Should().Be("101");
        (await AskAsync(three, Path)).Should().Be("503", "five are open in all");

        open[0].Dispose();
        await host.Until(() => host.Host.Status.Connections == 4, "one has left");
        (await AskAsync(three, Path)).Should().Be("101");

        open.ForEach(client => client.Dispose());
        await host.ShouldBeDeserted();

        async Task<string> AskAsync(IPAddress from, string path)
        {
            var raw = await RawSocket.OpenAsync(host.Address, path, null, path == Path ? UpgradeOnly(host.Address) : "", from);
            open.Add(raw);
            return (await raw.ReadHeadAsync())[9..12];
        }
    }

    private static void ShortHeaderTimeout(WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1));

    // The headers of a handshake without its first two lines, which RawSocket writes itself.
    private static string UpgradeOnly(Uri address)
    {
        var handshake = RawSocket.Handshake(address, Path);
        return handshake[(handshake.IndexOf("Connection:", StringComparison.Ordinal))..^2];
    }
}
