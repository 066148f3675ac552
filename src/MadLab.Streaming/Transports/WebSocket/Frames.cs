using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Frames as a server sends them (RFC 6455, 5.2): whole messages, unmasked, never compressed.</summary>
internal static class Frames
{
    /// <summary>A ping that asks for nothing back but an answer.</summary>
    public static ReadOnlySpan<byte> Ping => [0x89, 0];

    /// <summary>The longest header of a server's frame, in bytes.</summary>
    public const int MaxHeader = 10;

    private const byte FinalText = 0x81;
    private const byte FinalClose = 0x88;
    private const byte OpcodeMask = 0x0F;
    private const int Length16 = 126;
    private const int Length64 = 127;

    /// <summary>How long the header of a text frame is.</summary>
    public static int HeaderLength(int payload) => payload < Length16 ? 2 : payload <= ushort.MaxValue ? 4 : MaxHeader;

    /// <summary>Writes the header of a text frame and returns its length.</summary>
    public static int WriteHeader(Span<byte> destination, int payload)
    {
        destination[0] = FinalText;
        switch (HeaderLength(payload))
        {
            case 2:
                destination[1] = (byte)payload;
                return 2;
            case 4:
                destination[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payload);
                return 4;
            default:
                destination[1] = Length64;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payload);
                return MaxHeader;
        }
    }

    /// <summary>A text message as a frame.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderLength(payload.Length) + payload.Length];
        payload.CopyTo(frame.AsSpan(WriteHeader(frame, payload.Length)));
        return frame;
    }

    /// <summary>A close frame; with <see cref="WebSocketCloseStatus.Empty"/> one without a code.</summary>
    public static byte[] Close(WebSocketCloseStatus status, string? reason)
    {
        if (status == WebSocketCloseStatus.Empty)
        {
            return [FinalClose, 0];
        }

        var text = Encoding.UTF8.GetBytes(reason ?? "");
        var frame = new byte[4 + text.Length];
        frame[0] = FinalClose;
        frame[1] = (byte)(2 + text.Length);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)status);
        text.CopyTo(frame, 4);
        return frame;
    }

    /// <summary>How long the header of this frame is.</summary>
    public static int HeaderOf(ReadOnlySpan<byte> frame) => frame[1] switch
    {
        Length16 => 4,
        Length64 => MaxHeader,
        _ => 2,
    };

    /// <summary>Whether the first of these frames ends what is sent.</summary>
    public static bool IsClose(ReadOnlySpan<byte> frame) => frame.Length > 0 && (frame[0] & OpcodeMask) == (FinalClose & OpcodeMask);

    /// <summary>Splits the first frame off.</summary>
    /// <returns>Its payload.</returns>
    public static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> frames)
    {
        var span = frames.Span;
        var header = HeaderOf(span);
        var length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(span[2..]),
            MaxHeader => checked((int)BinaryPrimitives.ReadUInt64BigEndian(span[2..])),
            _ => span[1],
        };
        var payload = frames.Slice(header, length);
        frames = frames[(header + length)..];
        return payload;
    }
}
