using System.Text;
using FluentAssertions;
using MadLab.Benchmarks.Fanout;
using MadLab.Benchmarks.Fanout.Clients;
using MadLab.Benchmarks.Fanout.Servers;
using Xunit;

namespace MadLab.Benchmarks.Tests.Fanout;

/// <summary>A miscounted quote would be a wrong figure: every cut of the bytes must give the same text and the same count.</summary>
public sealed class FramingTests
{
    private static readonly Quote[] Quotes = new Ticks(3).Next();

    [Fact]
    public void Unwrap_WebSocketFramesCutAnywhere_GivesTheSameText()
    {
        byte[] ping = [0x89, 2, 7, 8];
        byte[] wire = [.. Frames.Text(Ticks.Message(Quotes[0], 1)), .. ping, .. Frames.Text(Ticks.Batch(Quotes, 1)), .. Frames.Text("x"u8)];
        var text = Encoding.UTF8.GetString([.. Ticks.Message(Quotes[0], 1), .. Ticks.Batch(Quotes, 1), .. "x"u8]);

        for (var cut = 0; cut <= wire.Length; cut++)
        {
            var framing = new WebSocketFraming();

            Unwrap(framing, wire, cut).Should().Be(text, $"the cut is at {cut}");
            framing.TakePing().Should().Equal(7, 8);
            framing.TakePing().Should().BeNull();
        }
    }

    [Fact]
    public void Unwrap_ChunksCutAnywhere_GivesTheSameText()
    {
        var first = Ticks.Event(Quotes[0], 1);
        var second = Ticks.Event(Quotes[1], 2);
        byte[] wire = [.. Encoding.ASCII.GetBytes($"{first.Length:x}\r\n"), .. first, .. Encoding.ASCII.GetBytes($"\r\n{second.Length:X}\r\n"), .. second, .. "\r\n"u8];
        var text = Encoding.UTF8.GetString([.. first, .. second]);

        for (var cut = 0; cut <= wire.Length; cut++)
        {
            Unwrap(new ChunkedFraming(), wire, cut).Should().Be(text, $"the cut is at {cut}");
        }
    }

    [Fact]
    public void Read_TextCutAnywhere_CountsEachQuoteOnce()
    {
        var text = Ticks.Batch(Quotes, 1);
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var seen = new Collector();
            var done = QuoteReader.Read(text.AsSpan(0, cut), seen, out var before);
            QuoteReader.Read(text.AsSpan(done), seen, out var after);

            (before + after).Should().Be(3, $"the cut is at {cut}");
            seen.Quotes.Select(q => q.Symbol).Should().Equal(0, 1, 2);
            seen.Quotes.TrueForAll(q => q.Published == (long)Quotes[0].Volume && q.Price == Quotes[q.Symbol].Price).Should().BeTrue();
        }
    }

    [Fact]
    public void FinalCheck_OneSymbolStillOld_IsNotComplete()
    {
        var check = new FinalCheck(2);
        check.OnQuote(new SeenQuote(0, Ticks.FinalPrice, 1));
        check.OnQuote(new SeenQuote(1, 110, 1));
        check.OnQuote(new SeenQuote(0, Ticks.FinalPrice, 2));

        check.IsComplete.Should().BeFalse();
        check.OnQuote(new SeenQuote(1, Ticks.FinalPrice, 2));
        check.IsComplete.Should().BeTrue();
    }

    private static string Unwrap(Framing framing, byte[] wire, int cut)
    {
        var text = new byte[wire.Length];
        var length = framing.Unwrap(wire.AsSpan(0, cut), text);
        length += framing.Unwrap(wire.AsSpan(cut), text.AsSpan(length));
        return Encoding.UTF8.GetString(text, 0, length);
    }

    private sealed class Collector : IQuoteObserver
    {
        public List<SeenQuote> Quotes { get; } = [];

        public void OnQuote(SeenQuote quote) => Quotes.Add(quote);
    }
}
