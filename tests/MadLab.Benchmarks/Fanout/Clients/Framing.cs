using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>Takes the payload out of what arrives; one per connection, because a frame may end anywhere.</summary>
internal abstract class Framing
{
    private readonly byte[] _head = new byte[18];
    private int _headLength;
    private long _left;

    private byte[]? _ping;

    /// <summary>The payload of the newest ping that is whole, once.</summary>
    public byte[]? TakePing()
    {
        if (_left > 0 && IsControl)
        {
            return null;
        }

        var ping = _ping;
        _ping = null;
        return ping;
    }

    /// <summary>Copies the payload of <paramref name="input"/>; returns how much.</summary>
    public int Unwrap(ReadOnlySpan<byte> input, Span<byte> payload)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            if (_left > 0)
            {
                var take = (int)Math.Min(_left, input.Length);
                if (!IsControl)
                {
                    input[..take].CopyTo(payload[written..]);
                    written += take;
                }
                else if (_ping is not null)
                {
                    input[..take].CopyTo(_ping.AsSpan(_ping.Length - (int)_left));
                }

                _left -= take;
                input = input[take..];
                continue;
            }

            if (_headLength == _head.Length)
            {
                throw new InvalidDataException($"A frame's head makes no sense: {Convert.ToHexString(_head)}.");
            }

            _head[_headLength++] = input[0];
            input = input[1..];
            if (TryReadHead(_head.AsSpan(0, _headLength), out _left))
            {
                _headLength = 0;
            }
        }

        return written;
    }

    /// <summary>Whether the frame under way carries no payload for the reader.</summary>
    protected bool IsControl { get; set; }

    /// <summary>A ping begins, whose payload the answer must repeat.</summary>
    protected void BeginPing(int length) => _ping = new byte[length];

    /// <summary>Reads a head once it is whole.</summary>
    protected abstract bool TryReadHead(ReadOnlySpan<byte> head, out long length);
}

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

/// <summary>The chunks of HTTP/1.1.</summary>
internal sealed class ChunkedFraming : Framing
{
    private bool _isFirst = true;

    protected override bool TryReadHead(ReadOnlySpan<byte> head, out long length)
    {
        length = 0;

        // All but the first begin with the end of the chunk before.
        var line = _isFirst ? head : head.Length > 2 ? head[2..] : [];
        if (!line.EndsWith("\r\n"u8))
        {
            return false;
        }

        _isFirst = false;
        length = long.Parse(Encoding.ASCII.GetString(line[..^2]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return true;
    }
}
