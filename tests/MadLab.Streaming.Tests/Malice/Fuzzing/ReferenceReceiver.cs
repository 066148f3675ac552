using System.Buffers.Binary;
using MadLab.Streaming.Tests.Support;

namespace MadLab.Streaming.Tests.Malice.Fuzzing;

/// <summary>What RFC 6455 has a server do with a client's bytes: a second reading of the standard, which shares nothing with the server's.</summary>
/// <remarks>It judges a header when it is whole, so a client that stops there has sent all that any server needs to decide.</remarks>
internal sealed class ReferenceReceiver(int maxMessageBytes)
{
    // How far into a message that is too long a server may read before it says so.
    private const int TooLongForCertain = 4;

    private readonly byte[] _head = new byte[14];
    private readonly List<byte> _message = [];
    private readonly List<byte> _control = [];
    private Utf8Check _utf8;
    private int _headLength;
    private int _messageOpcode = -1;
    private int _opcode;
    private bool _fin;
    private uint _mask;
    private long _position;
    private long _length;
    private long _tooLongSeen;

    /// <summary>The codes the server may close with; empty while the connection lives.</summary>
    public IReadOnlyList<int> Codes { get; private set; } = [];

    /// <summary>Whether it is to be closed.</summary>
    public bool IsClosed => Codes.Count > 0;

    /// <summary>Whether the standard leaves open what the server does with what it got; then only its survival can be judged.</summary>
    public bool IsUnspecified { get; private set; }

    /// <summary>Whether the client asked for the close.</summary>
    public bool IsClosedByClient { get; private set; }

    /// <summary>Whether the next frame may be a continuation.</summary>
    public bool IsInMessage => _messageOpcode >= 0;

    /// <summary>Whether what comes next is the head of a frame, so that the client could say goodbye.</summary>
    public bool IsBetweenFrames => _headLength == 0 || _position == _length;

    /// <summary>The pings, in order.</summary>
    public List<byte[]> Pings { get; } = [];

    /// <summary>The whole messages, in order.</summary>
    public List<(bool IsText, byte[] Payload)> Messages { get; } = [];

    /// <summary>Bytes that are missing to the end of the frame under way; 0 where the server can decide without more.</summary>
    public long Owed =>
        IsClosed && Codes[0] != 1007 ? (Codes[0] == 1009 ? Math.Min(_length - _position, (TooLongForCertain * maxMessageBytes) - _tooLongSeen) : 0)
        : _headLength > 0 && _length < 0 ? HeadSize() - _headLength
        : Math.Max(0, _length - _position);

    /// <summary>The key's byte for the next byte of the payload under way; 0 in a header.</summary>
    public byte NextKey => _length > _position ? RawFrames.KeyByte(_mask, _position) : (byte)0;

    /// <summary>Takes one byte of the client.</summary>
    public void Take(byte next)
    {
        if (_headLength == 0)
        {
            _length = -1;
            _position = 0;
        }

        if (_length < 0)
        {
            _head[_headLength++] = next;
            if (_headLength >= 2 && _headLength == HeadSize())
            {
                BeginFrame();
            }
        }
        else
        {
            TakePayload((byte)(next ^ RawFrames.KeyByte(_mask, _position++)));
        }

        if (_length >= 0 && _position == _length && (!IsClosed || Codes[0] == 1007))
        {
            _headLength = 0;
            EndFrame();
        }
    }

    // With the key even where the bit for it is missing: a server may count on it before it looks.
    private int HeadSize() => _headLength < 2 ? 2 : 6 + ((_head[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 });

    private void BeginFrame()
    {
        _opcode = _head[0] & 0x0F;
        _fin = (_head[0] & 0x80) != 0;
        var isMasked = (_head[1] & 0x80) != 0;
        var code = _head[1] & 0x7F;
        var length = code switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(2)),
            _ => (ulong)code,
        };
        _mask = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(_headLength - 4));
        _length = (long)Math.Min(length, long.MaxValue);

        var isControl = _opcode >= 8;
        var isForbidden = (_head[0] & 0x70) != 0
            || _opcode is not (0 or 1 or 2 or 8 or 9 or 10)
            || !isMasked
            || (isControl && (!_fin || code > 125))
            || (_opcode == 0 && _messageOpcode < 0)
            || (_opcode is 1 or 2 && _messageOpcode >= 0);
        if (isForbidden)
        {
            Codes = [1002];
            return;
        }

        if (length > long.MaxValue)
        {
            // Wrong and too long at once.
            Codes = [1002, 1009];
            return;
        }

        // The standard asks for the shortest form, and not for a refusal of others.
        IsUnspecified |= (code == 126 && length < 126) || (code == 127 && length <= ushort.MaxValue);
        if (isControl)
        {
            _control.Clear();
            return;
        }

        if (_opcode != 0)
        {
            _messageOpcode = _opcode;
            _message.Clear();
            _utf8 = default;
        }

        if (_message.Count + _length > maxMessageBytes && !IsClosed)
        {
            // A server may find the wrong text before it has counted.
            Codes = _messageOpcode == RawFrames.Text ? [1009, 1007] : [1009];
            _tooLongSeen = _message.Count;
        }
    }

    private void TakePayload(byte next)
    {
        if (_opcode >= 8)
        {
            _control.Add(next);
            return;
        }

        if (IsClosed && Codes[0] == 1009)
        {
            _tooLongSeen++;
            return;
        }

        _message.Add(next);
        if (_messageOpcode == RawFrames.Text && !IsClosed && !_utf8.Take(next))
        {
            Codes = [1007];
        }
    }

    private void EndFrame()
    {
        switch (_opcode)
        {
            case RawFrames.Ping when !IsClosed:
                Pings.Add([.. _control]);
                break;
            case RawFrames.Close when !IsClosed:
                Codes = CodesForClose([.. _control]);
                IsClosedByClient = Codes[0] is not (1002 or 1007);
                break;
            case RawFrames.Continuation or RawFrames.Text or RawFrames.Binary when _fin:
                var isText = _messageOpcode == RawFrames.Text;
                _messageOpcode = -1;
                if (!IsClosed && isText && !_utf8.IsComplete)
                {
                    Codes = [1007];
                }
                else if (!IsClosed)
                {
                    Messages.Add((isText, [.. _message]));
                }

                break;
        }
    }

    private static int[] CodesForClose(byte[] body)
    {
        if (body.Length == 0)
        {
            return [1000];
        }

        if (body.Length == 1)
        {
            return [1002];
        }

        var code = BinaryPrimitives.ReadUInt16BigEndian(body);
        var utf8 = default(Utf8Check);
        if (!Array.TrueForAll(body[2..], b => utf8.Take(b)) || !utf8.IsComplete)
        {
            return [1002, 1007];
        }

        return code switch
        {
            >= 3000 and <= 4999 or >= 1000 and <= 1003 or >= 1007 and <= 1011 => [code, 1000],

            // Registered after the standard; a server may know them or not.
            >= 1012 and <= 1014 => [1002, code],
            _ => [1002],
        };
    }
}
