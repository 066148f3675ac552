using System.Buffers.Binary;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>RFC 6455, server to client: never masked.</summary>
internal sealed class WebSocketFraming : Framing
{
    private const int Ping = 9;
    private const int FirstControl = 8;

    protected override bool TryReadHead(ReadOnlySpan<byte> head, out long length)
    {
        length = 0;
        if (head.Length < 2 || head.Length < (head[1] switch { 126 => 4, 127 => 10, _ => 2 }))
        {
            return false;
        }

        length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            127 => (long)BinaryPrimitives.ReadUInt64BigEndian(head[2..]),
            var small => small,
        };
        var opcode = head[0] & 0x0f;
        IsControl = opcode >= FirstControl;
        if (opcode == Ping)
        {
            BeginPing((int)length);
        }

        return true;
    }
}
