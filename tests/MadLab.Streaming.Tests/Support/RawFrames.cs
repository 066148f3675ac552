using System.Buffers.Binary;

namespace MadLab.Streaming.Tests.Support;

/// <summary>WebSocket frames as bytes, right ones and wrong ones.</summary>
public static class RawFrames
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>A client's frame.</summary>
    /// <param name="opcode">The kind, 0 to 15.</param>
    /// <param name="payload">What it carries, not masked yet.</param>
    /// <param name="fin">Whether it is the last of its message.</param>
    /// <param name="reserved">The three reserved bits, 0 to 7.</param>
    /// <param name="masked">Whether it is masked, as a client's must be.</param>
    /// <param name="mask">The key; 0 leaves the payload readable.</param>
    /// <param name="claim">The length to claim, in 64 bits; null for the payload's own in the shortest form.</param>
    public static byte[] Make(
        int opcode, ReadOnlySpan<byte> payload, bool fin = true, int reserved = 0, bool masked = true, uint mask = 0, ulong? claim = null)
    {
        var head = new byte[14];
        head[0] = (byte)((fin ? 0x80 : 0) | (reserved << 4) | opcode);
        var length = 2;
        if (claim is { } claimed || (claimed = (ulong)payload.Length) > ushort.MaxValue)
        {
            head[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(2), claimed);
            length = 10;
        }
        else if (payload.Length > 125)
        {
            head[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
            length = 4;
        }
        else
        {
            head[1] = (byte)payload.Length;
        }

        if (masked)
        {
            head[1] |= 0x80;
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(length), mask);
            length += 4;
        }

        var frame = new byte[length + payload.Length];
        head.AsSpan(0, length).CopyTo(frame);
        for (var i = 0; i < payload.Length; i++)
        {
            frame[length + i] = masked ? (byte)(payload[i] ^ KeyByte(mask, i)) : payload[i];
        }

        return frame;
    }

    /// <summary>The same frame many times.</summary>
    public static byte[] Repeat(byte[] frame, int times)
    {
        var all = new byte[frame.Length * times];
        for (var i = 0; i < times; i++)
        {
            frame.CopyTo(all, i * frame.Length);
        }

        return all;
    }

    /// <summary>The byte of a key that masks the byte of a payload.</summary>
    public static byte KeyByte(uint mask, long position) => (byte)(mask >> (int)(24 - (8 * (position % 4))));

    /// <summary>A close frame's payload.</summary>
    public static byte[] CloseBody(int code, ReadOnlySpan<byte> reason = default)
    {
        var body = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)code);
        reason.CopyTo(body.AsSpan(2));
        return body;
    }

    /// <summary>The code of a close frame; null for no frame or one without a code.</summary>
    public static int? CodeOf(byte[]? payload) => payload is { Length: >= 2 } ? BinaryPrimitives.ReadUInt16BigEndian(payload) : null;
}
