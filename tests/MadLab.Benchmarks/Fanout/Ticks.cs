using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MadLab.Benchmarks.Fanout;

/// <summary>The quotes that every server publishes. A quote carries when it was published, in its volume; the last ones of a run a price of their own.</summary>
internal sealed class Ticks(int symbols)
{
    /// <summary>The price of the last quote of each symbol; no other has it.</summary>
    public const decimal FinalPrice = 999.9999m;

    private readonly Symbol[] _symbols = [.. Enumerable.Range(0, symbols).Select(i => Symbol.Parse(Name(i)))];
    private long _tick;

    public int Symbols => _symbols.Length;

    /// <summary>Microseconds of the machine's monotonic clock, which all its processes share.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public static string Name(int index) => index.ToString("'B'000", CultureInfo.InvariantCulture);

    /// <summary>A new quote of every symbol, different from the last, of the same length in JSON.</summary>
    public Quote[] Next(bool isFinal = false)
    {
        _tick++;
        var now = TimeProvider.System.GetUtcNow();
        var stamp = Now;
        return [.. _symbols.Select((_, i) => Quote(i, isFinal, now, stamp))];
    }

    /// <summary>A new quote of one symbol, of those that <see cref="Next"/> makes.</summary>
    public Quote NextOf(int symbol)
    {
        _tick += symbol == 0 ? 1 : 0;
        return Quote(symbol, isFinal: false, TimeProvider.System.GetUtcNow(), Now);
    }

    private Quote Quote(int index, bool isFinal, DateTimeOffset now, long stamp) => new()
    {
        Symbol = _symbols[index],
        Price = isFinal ? FinalPrice : 110.2340m + index + (0.0001m * (1 + (_tick % 9))),
        Volume = stamp,
        Timestamp = now,
        Change = 1.25m,
        ChangePercent = 0.67m,
        Open = 186.25m,
        High = 188.5m,
        Low = 185.75m,
    };

    /// <summary>The JSON that MadLab makes of a quote. Written here once more, so that the peers do not depend on its insides; the results show that the lengths agree.</summary>
    public static string Body(Quote quote, long seq) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"symbol":"{{quote.Symbol.Value}}","price":{{quote.Price}},"volume":{{quote.Volume}},"timestamp":{{quote.Timestamp.ToUnixTimeMilliseconds()}},"change":{{quote.Change}},"changePercent":{{quote.ChangePercent}},"high":{{quote.High}},"low":{{quote.Low}},"open":{{quote.Open}},"seq":{{seq}}}""");

    /// <summary>The WebSocket message of a quote.</summary>
    public static byte[] Message(Quote quote, long seq) => Encoding.UTF8.GetBytes($$"""{"type":"price_update","data":{{Body(quote, seq)}}}""");

    /// <summary>The WebSocket message of several.</summary>
    public static byte[] Batch(Quote[] quotes, long seq) =>
        Encoding.UTF8.GetBytes($$"""{"type":"price_updates","data":[{{string.Join(',', quotes.Select((q, i) => Body(q, seq + i)))}}]}""");

    /// <summary>The server-sent event of a quote.</summary>
    public static byte[] Event(Quote quote, long seq) => Encoding.UTF8.GetBytes($"event: price_update\nid: BenchmarkRun:{seq}\ndata: {Body(quote, seq)}\n\n");
}
