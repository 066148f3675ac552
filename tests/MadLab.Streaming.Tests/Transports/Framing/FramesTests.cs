using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Transports.WebSocket;
using Xunit;

namespace MadLab.Streaming.Tests.Transports.Framing;

public sealed class FramesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Text_OfAnyLength_ReadByTheFrameworksClient(int length)
    {
        var payload = new byte[length];
        Array.Fill(payload, (byte)'a');
        byte[] bytes = [.. Frames.Text(payload), .. Frames.Close(WebSocketCloseStatus.PolicyViolation, "Why.")];
        using var client = WebSocket.CreateFromStream(new MemoryStream(bytes), new WebSocketCreationOptions { IsServer = false });
        var buffer = new byte[length + 1];

        var message = await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);

        (message.Count, message.MessageType, message.EndOfMessage).Should().Be((length, WebSocketMessageType.Text, true));
        (await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType.Should().Be(WebSocketMessageType.Close);
        (client.CloseStatus, client.CloseStatusDescription).Should().Be((WebSocketCloseStatus.PolicyViolation, "Why."));
    }

    [Fact]
    public void Take_SeveralFrames_EachPayloadInTurn()
    {
        ReadOnlyMemory<byte> frames = (byte[])[.. Frames.Text("one"u8), .. Frames.Text(new byte[300]), .. Frames.Text(new byte[70_000])];

        Frames.Take(ref frames).ToArray().Should().Equal("one"u8.ToArray());
        Frames.Take(ref frames).Length.Should().Be(300);
        Frames.Take(ref frames).Length.Should().Be(70_000);
        frames.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Close_WithoutACode_IsEmpty() => Frames.Close(WebSocketCloseStatus.Empty, null).Should().Equal(0x88, 0);
}
