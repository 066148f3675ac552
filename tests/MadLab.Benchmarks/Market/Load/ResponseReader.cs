using System.Buffers.Text;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>Finds where an HTTP/1.1 answer ends, by its length or its chunks; looks at nothing else.</summary>
internal sealed class ResponseReader
{
    private const int MaxLine = 16 * 1024;

    private readonly byte[] _line = new byte[MaxLine];
    private int _lineLength;
    private Part _part;
    private bool _chunked;
    private long _left;

    private enum Part
    {
        Status,
        Headers,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailers,
    }

    public int Status { get; private set; }

    /// <summary>Takes what arrived; true when it ends an answer.</summary>
    /// <exception cref="MeasurementException">It is no HTTP, or something follows the answer that nobody asked for.</exception>
    public bool Read(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_part is Part.Body or Part.Chunk)
            {
                var taken = (int)Math.Min(_left, data.Length);
                data = data[taken..];
                _left -= taken;
                if (_left > 0)
                {
                    return false;
                }

                if (_part == Part.Body)
                {
                    return End(data);
                }

                _part = Part.ChunkEnd;
            }
            else if (TakeLine(ref data) && Line(_line.AsSpan(0, _lineLength)))
            {
                return End(data);
            }
        }

        return false;
    }

    private bool TakeLine(ref ReadOnlySpan<byte> data)
    {
        if (_lineLength > 0 && _line[_lineLength - 1] == '\n')
        {
            _lineLength = 0;
        }

        var end = data.IndexOf((byte)'\n');
        var piece = end < 0 ? data : data[..(end + 1)];
        if (_lineLength + piece.Length > MaxLine)
        {
            throw new MeasurementException("A line of the answer's head is longer than 16 KB.");
        }

        piece.CopyTo(_line.AsSpan(_lineLength));
        _lineLength += piece.Length;
        data = data[piece.Length..];
        return end >= 0;
    }

    /// <summary>A whole line; true when the answer ends with it.</summary>
    private bool Line(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n"u8);
        switch (_part)
        {
            case Part.Status:
                Status = line.StartsWith("HTTP/1.1 "u8) && Utf8Parser.TryParse(line[9..], out int status, out _)
                    ? status
                    : throw new MeasurementException($"Not an HTTP answer: {Encoding.Latin1.GetString(line)}");
                _left = 0;
                _chunked = false;
                _part = Part.Headers;
                return false;
            case Part.Headers when line.IsEmpty:
                _part = _chunked ? Part.ChunkSize : Part.Body;
                return !_chunked && (_left == 0 || Status == 304);
            case Part.Headers:
                Header(line);
                return false;
            case Part.ChunkSize:
                _left = Utf8Parser.TryParse(line, out long size, out _, 'x') ? size : throw new MeasurementException("A chunk has no size.");
                _part = size == 0 ? Part.Trailers : Part.Chunk;
                return false;
            case Part.ChunkEnd:
                _part = Part.ChunkSize;
                return false;
            default:
                return line.IsEmpty;
        }
    }

    private void Header(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Content-Length: "u8))
        {
            _ = Utf8Parser.TryParse(line["Content-Length: ".Length..], out _left, out _);
        }
        else if (line.StartsWith("Transfer-Encoding: chunked"u8))
        {
            _chunked = true;
        }
    }

    private bool End(ReadOnlySpan<byte> rest)
    {
        _part = Part.Status;
        return rest.IsEmpty ? true : throw new MeasurementException("The server sent more than was asked for.");
    }
}
