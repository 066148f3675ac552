using System.Buffers.Text;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>Counts the quotes in a text by how each begins, and reads one where somebody wants to know more.</summary>
internal static class QuoteReader
{
    /// <summary>From a quote's begin to what is read of it there are at most this many bytes; every quote is longer.</summary>
    public const int Lookahead = 96;

    private static ReadOnlySpan<byte> Begin => "{\"symbol\":\"B"u8;

    /// <summary>Goes through a text, whose end may cut a quote: what is left is given again with what follows.</summary>
    /// <param name="text">What arrived.</param>
    /// <param name="seen">Called with each quote's first bytes; null to only count.</param>
    /// <param name="count">Quotes that began.</param>
    /// <returns>How much of the text is done with.</returns>
    public static int Read(ReadOnlySpan<byte> text, IQuoteObserver? seen, out int count)
    {
        count = 0;
        var position = 0;
        while (true)
        {
            var at = text[position..].IndexOf(Begin);
            if (at < 0)
            {
                return Math.Max(position, text.Length - Begin.Length + 1);
            }

            position += at;
            if (text.Length - position < Lookahead)
            {
                return position;
            }

            count++;
            seen?.OnQuote(Parse(text.Slice(position, Lookahead)));
            position += Begin.Length;
        }
    }

    private static SeenQuote Parse(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text[Begin.Length..], out int symbol, out _)
            && Utf8Parser.TryParse(After(text, "\"price\":"u8), out decimal price, out _)
            && Utf8Parser.TryParse(After(text, "\"volume\":"u8), out long published, out _)
            ? new SeenQuote(symbol, price, published)
            : throw new MeasurementException($"Not a quote of the bench: {Encoding.UTF8.GetString(text)}");

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) => text[(text.IndexOf(name) + name.Length)..];
}
