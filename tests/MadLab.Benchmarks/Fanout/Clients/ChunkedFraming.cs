using System.Globalization;
using System.Text;

namespace MadLab.Benchmarks.Fanout.Clients;

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
