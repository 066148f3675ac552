using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Connections;

/// <summary>Keeps the kernel from hoarding quotes for a client that does not read, and sees when it does. Linux and HTTP/1 only; elsewhere it does nothing.</summary>
internal static class TcpBacklog
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int NotSentLowWater = 25;
    private const int NotSentOffset = 144;
    private const int InfoLength = 160;

    /// <summary>Bounds what the connection's socket holds unsent; returns the socket where its backlog can be asked for.</summary>
    public static Socket? Bound(HttpContext context, int maxUnsentBytes)
    {
        // HTTP/2 shares one socket among many streams: its backlog says nothing about one of them.
        if (!OperatingSystem.IsLinux()
            || maxUnsentBytes == 0
            || !HttpProtocol.IsHttp11(context.Request.Protocol)
            || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { ProtocolType: ProtocolType.Tcp } socket)
        {
            return null;
        }

        try
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            BitConverter.TryWriteBytes(value, maxUnsentBytes);
            socket.SetRawSocketOption(Tcp, NotSentLowWater, value);
            return socket;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client is gone, or the kernel is older than the option: the stream works without it.
            return null;
        }
    }

    /// <summary>Whether the kernel holds bytes that the client has not made room for.</summary>
    public static bool IsBackedUp(Socket socket)
    {
        try
        {
            Span<byte> info = stackalloc byte[InfoLength];
            var length = socket.GetRawSocketOption(Tcp, TcpInfo, info);
            return length >= NotSentOffset + sizeof(uint) && ReadNative(info[NotSentOffset..]) > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A closed socket has no backlog; the next write tells the rest.
            return false;
        }
    }

    private static uint ReadNative(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
