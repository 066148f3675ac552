using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A WebSocket client by hand: it sends any frame, and reads only when told to.</summary>
public sealed class RawSocket : IDisposable
{
    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;

    public int LocalPort { get; private set; }

    public static async Task<RawSocket> ConnectAsync(Uri address, string path, int? receiveBuffer = null)
    {
        var raw = await OpenAsync(address, path, receiveBuffer, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        var head = await raw.ReadHeadAsync();
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? raw : throw new InvalidOperationException($"Not upgraded: {head}");
    }

    /// <summary>Sends a GET and reads nothing.</summary>
    public static async Task<RawSocket> OpenAsync(Uri address, string path, int? receiveBuffer, string headers = "")
    {
        var raw = new RawSocket();
        if (receiveBuffer is { } size)
        {
            raw._tcp.ReceiveBufferSize = size;
        }

        await raw._tcp.ConnectAsync(address.Host, address.Port);
        raw.LocalPort = ((System.Net.IPEndPoint)raw._tcp.Client.LocalEndPoint!).Port;
        raw._stream = raw._tcp.GetStream();
        await raw._stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n"));
        return raw;
    }

    public async Task SendFrameAsync(int opcode, byte[] payload, bool fin = true, bool masked = true)
    {
        var frame = new List<byte> { (byte)((fin ? 0x80 : 0) | opcode) };
        var mask = masked ? 0x80 : 0;
        if (payload.Length < 126)
        {
            frame.Add((byte)(mask | payload.Length));
        }
        else
        {
            frame.Add((byte)(mask | 126));
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            frame.AddRange(length);
        }

        if (masked)
        {
            // An all-zero mask leaves the payload as it is.
            frame.AddRange(new byte[4]);
        }

        frame.AddRange(payload);
        await _stream.WriteAsync(frame.ToArray());
    }

    /// <summary>The next frame; opcode -1 when the connection is gone.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[2];
        if (!await TryReadAsync(head))
        {
            return (-1, []);
        }

        int length = head[1] & 0x7F;
        if (length == 126)
        {
            var extended = new byte[2];
            await TryReadAsync(extended);
            length = BinaryPrimitives.ReadUInt16BigEndian(extended);
        }

        var payload = new byte[length];
        return await TryReadAsync(payload) ? (head[0] & 0x0F, payload) : (-1, []);
    }

    /// <summary>Reads frames until one of the kind, or the end.</summary>
    public async Task<byte[]?> NextFrameAsync(int opcode)
    {
        while (true)
        {
            var (op, payload) = await ReadFrameAsync();
            if (op == opcode)
            {
                return payload;
            }

            if (op < 0)
            {
                return null;
            }
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await TryReadAsync(one))
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<bool> TryReadAsync(byte[] buffer)
    {
        try
        {
            return await _stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false)
                .AsTask().WaitAsync(TimeSpan.FromSeconds(30)) == buffer.Length;
        }
        catch (IOException)
        {
            // Reset by the server: gone as much as after a FIN.
            return false;
        }
    }
}
