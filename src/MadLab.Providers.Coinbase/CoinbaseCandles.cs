using System.Globalization;
using System.Text.Json;

namespace MadLab.Providers.Coinbase;

/// <summary>Reads <c>/products/ID/candles</c>, of which one answer has at most 300, newest first.</summary>
internal sealed class CoinbaseCandles(UpstreamClient upstream, CallBudget pace, TimeProvider time)
{
    private const int PageBars = 300;
    private const int MaxPages = 250;

    /// <summary>The exchange's first day.</summary>
    private static readonly DateTimeOffset Beginning = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="MarketDataException">There is no answer.</exception>
    public async Task<IReadOnlyList<Bar>> ReadAsync(PriceRequest request, string id, BarInterval interval, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = request.To < now ? request.To.Value : now;
        var from = request.From ?? Start(request.Range, until);
        from = from < Beginning ? Beginning : from;
        var pages = new List<List<Bar>>();
        for (var end = until; end >= from;)
        {
            if (pages.Count == MaxPages)
            {
                throw MarketDataException.NotSupported($"A window of more than {MaxPages * PageBars} bars");
            }

            var length = interval.Length();
            var start = Later(from, Floor(end, length) - (length * (PageBars - 1)));
            var page = await PageAsync(id, interval, start, end, request.Symbol, now, cancellationToken).ConfigureAwait(false);

            // A page before the pair was traded is empty; a quiet hour in the middle of a small one may be, too, and is not the end where more is asked for by its time.
            if (page.Count == 0 && (request.From is null || pages.Count > 0))
            {
                break;
            }

            pages.Add(page);
            end = start - TimeSpan.FromSeconds(1);
        }

        pages.Reverse();
        var bars = pages.SelectMany(static p => p).Where(b => b.Time >= from && b.Time <= until).ToList();
        return bars.Count == 0 && request.From is not null
            ? throw new MarketDataException(MarketErrorKind.NoData, $"There are no bars of {request.Symbol} in what was asked for.")
            : BarSeries.Cut(bars, request);
    }

    private async Task<List<Bar>> PageAsync(string id, BarInterval interval, DateTimeOffset start, DateTimeOffset end, Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await pace.TakeAsync(cancellationToken).ConfigureAwait(false);
        var length = interval.Length();
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"products/{id}/candles?granularity={(int)length.TotalSeconds}&start={start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&end={end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        var bars = await upstream.GetAsync(address, json => Read(json, length, now), symbol, cancellationToken).ConfigureAwait(false);
        bars.Sort(static (a, b) => a.Time.CompareTo(b.Time));
        return bars;
    }

    /// <summary>Each is <c>[time, low, high, open, close, volume]</c>, time in seconds.</summary>
    private static List<Bar> Read(JsonElement json, TimeSpan length, DateTimeOffset now)
    {
        var bars = new List<Bar>(json.GetArrayLength());
        foreach (var candle in json.EnumerateArray())
        {
            var time = DateTimeOffset.FromUnixTimeSeconds((long)candle.NumberAt(0));
            bars.Add(new Bar
            {
                Time = time, Low = candle.NumberAt(1), High = candle.NumberAt(2), Open = candle.NumberAt(3), Close = candle.NumberAt(4), Volume = candle.NumberAt(5), IsFinal = time + length <= now,
            });
        }

        return bars;
    }

    private static DateTimeOffset Start(PriceRange range, DateTimeOffset until)
    {
        var day = DateOnly.FromDateTime(until.UtcDateTime);
        return range switch
        {
            PriceRange.OneDay => At(day),
            PriceRange.FiveDays => At(day.AddDays(-4)),
            PriceRange.Max => Beginning,
            _ => At(range.FirstDay(day)),
        };
    }

    private static DateTimeOffset At(DateOnly day) => new(day, default, TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Floor(DateTimeOffset moment, TimeSpan length) => new(moment.UtcTicks - (moment.UtcTicks % length.Ticks), TimeSpan.Zero);
}
