using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;

namespace MadLab.Market.Http;

/// <summary>Puts a long answer together from cached bytes and sends it in pieces meanwhile, so that it never stands in memory whole.</summary>
/// <remarks>Not by a JSON writer, which asks for room for a whole value at once and gets it from outside the server's buffers.</remarks>
internal sealed class BodySender(PipeWriter writer)
{
    /// <summary>The longest name of a symbol: every character may be one that JSON escapes, such as \u0026.</summary>
    private const int MaxName = 6 * Symbol.MaxLength;

    // A few of the server's buffers: one system call each, and far below what the server lets wait.
    private const int Piece = 32 * 1024;

    private int _written;

    /// <summary>How long a symbol's name is as <see cref="WriteName"/> writes it, without its quotes.</summary>
    public static int LengthOf(Symbol symbol)
    {
        Span<byte> name = stackalloc byte[MaxName];
        return Encode(symbol, name);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes);
        _written += bytes.Length;
    }

    /// <summary>Writes a part of any length and sends what is due meanwhile, so that no more than a piece of it is copied at a time; false when the client is gone.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_written >= Piece && !await SendAsync(cancellationToken))
            {
                return false;
            }

            if (bytes.IsEmpty)
            {
                return true;
            }

            var length = Math.Min(bytes.Length, Piece - _written);
            Write(bytes.Span[..length]);
            bytes = bytes[length..];
        }
    }

    /// <summary>Writes a symbol as a member's name, with quotes and colon.</summary>
    public void WriteName(Symbol symbol)
    {
        Span<byte> name = stackalloc byte[MaxName];
        Write("\""u8);
        Write(name[..Encode(symbol, name)]);
        Write("\":"u8);
    }

    /// <summary>Sends what is written; false when the client is gone.</summary>
    public async ValueTask<bool> SendAsync(CancellationToken cancellationToken)
    {
        _written = 0;
        var flush = await writer.FlushAsync(cancellationToken);
        return !flush.IsCompleted;
    }

    private static int Encode(Symbol symbol, Span<byte> name)
    {
        Span<byte> plain = stackalloc byte[Symbol.MaxLength];
        var length = Encoding.UTF8.GetBytes(symbol.Value, plain);
        JavaScriptEncoder.Default.EncodeUtf8(plain[..length], name, out _, out var written);
        return written;
    }
}
