namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Follows a client's frames from header to header, however the bytes are cut, and tells where one begins that is not masked.</summary>
internal struct ClientFrames
{
    private const int MaskLength = 4;

    private ulong _length;
    private ulong _skip;
    private byte _headerBytes;
    private byte _lengthBytes;

    /// <summary>Takes the next bytes.</summary>
    /// <returns>How many of them are in order; fewer than given where a frame without a mask begins, and then for good.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        var frame = 0;
        while (position < bytes.Length)
        {
            if (_skip > 0)
            {
                var passed = (int)Math.Min(_skip, (ulong)(bytes.Length - position));
                _skip -= (ulong)passed;
                position += passed;
                continue;
            }

            if (_headerBytes == 0)
            {
                frame = position;
            }

            if (!TakeHeader(bytes[position++]))
            {
                return frame;
            }
        }

        return position;
    }

    private bool TakeHeader(byte value)
    {
        switch (_headerBytes)
        {
            case 0:
                _length = 0;
                break;
            case 1 when (value & 0x80) == 0:
                return false;
            case 1:
                var shortLength = (byte)(value & 0x7F);
                _lengthBytes = shortLength switch
                {
                    126 => sizeof(ushort),
                    127 => sizeof(ulong),
                    _ => 0,
                };
                _length = _lengthBytes == 0 ? shortLength : 0u;
                break;
            default:
                _length = (_length << 8) | value;
                break;
        }

        if (++_headerBytes == 2 + _lengthBytes)
        {
            // The framework refuses a length past 63 bits before it reads on; here it must only not overflow.
            _skip = (_length & long.MaxValue) + MaskLength;
            (_headerBytes, _lengthBytes) = (0, 0);
        }

        return true;
    }
}
