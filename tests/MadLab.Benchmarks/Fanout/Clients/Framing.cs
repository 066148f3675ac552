using MadLab.Benchmarks.Shared;

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
                throw new MeasurementException($"A frame's head makes no sense: {Convert.ToHexString(_head)}.");
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
