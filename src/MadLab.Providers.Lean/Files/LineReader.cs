using System.Buffers;

namespace MadLab.Providers.Lean.Files;

/// <summary>Reads a text stream line by line as bytes, without a string per line.</summary>
internal sealed class LineReader : IDisposable
{
    private readonly Stream _stream;
    private readonly string _file;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Creates a reader; the stream stays the caller's.</summary>
    /// <param name="stream">The text, UTF-8.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="longestLine">The longest line accepted, in bytes.</param>
    public LineReader(Stream stream, string file, int longestLine = 64 * 1024)
    {
        _stream = stream;
        _file = file;
        _buffer = ArrayPool<byte>.Shared.Rent(longestLine);
    }

    /// <summary>The number of the line read last, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Reads the next line that is not blank, without its end; false after the last. The span is valid until the next call.</summary>
    /// <exception cref="MarketDataException">A line is longer than accepted.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0)
            {
                _start += length + 1;
                line = rest[..length];
            }
            else if (!_ended)
            {
                Fill();
                continue;
            }
            else if (rest.Length > 0)
            {
                _start = _end;
                line = rest;
            }
            else
            {
                line = default;
                return false;
            }

            LineNumber++;
            line = Trim(line);
            if (line.Length > 0)
            {
                return true;
            }
        }
    }

    /// <summary>The error of the line read last.</summary>
    public MarketDataException Malformed(string what) =>
        new(MarketErrorKind.Malformed, $"{_file} line {LineNumber}: {what}.");

    /// <summary>The error of a file without a single line.</summary>
    public MarketDataException Empty() => new(MarketErrorKind.Malformed, $"{_file} is empty.");

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        return line.TrimEnd(" \r"u8);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            LineNumber++;
            throw Malformed("the line is too long");
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }
}
