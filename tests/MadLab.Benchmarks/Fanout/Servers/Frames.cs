using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>What a bare server needs of RFC 6455.</summary>
internal static class Frames
{
    private const string HandshakeSalt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>A whole, unmasked text frame.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload)
    {
        var head = payload.Length < 126 ? 2 : payload.Length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[head + payload.Length];
        frame[0] = 0x81;
        switch (head)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }

    /// <summary>The answer to a client's key.</summary>
    public static string Accept(string key) => Convert.ToBase64String(Hash(key + HandshakeSalt));

#pragma warning disable CA5350 // The handshake prescribes SHA-1; nothing is secured by it.
    private static byte[] Hash(string text) => SHA1.HashData(Encoding.ASCII.GetBytes(text));
#pragma warning restore CA5350
}
