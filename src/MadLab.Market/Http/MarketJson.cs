using System.Buffers;
using System.Text.Json;

namespace MadLab.Market.Http;

/// <summary>Writes answers as the contract has them; each is written once and then kept as bytes.</summary>
internal static partial class MarketJson
{
    public static byte[] Prices(PriceSeries series) => Write(256 + (series.Bars.Count * 128), json =>
    {
        json.WriteStartArray();
        foreach (var bar in series.Bars)
        {
            json.WriteStartObject();
            Time(json, "date"u8, bar.Time);
            Number(json, "open"u8, bar.Open);
            Number(json, "high"u8, bar.High);
            Number(json, "low"u8, bar.Low);
            Number(json, "close"u8, bar.Close);
            Number(json, "volume"u8, bar.Volume);
            if (!bar.IsFinal)
            {
                json.WriteBoolean("isFinal"u8, false);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static byte[] Kpis(Kpis kpis) => Write(512, json =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, kpis.Symbol.Value);
        json.WriteString("name"u8, kpis.Name);
        Number(json, "price"u8, kpis.Price);
        Number(json, "change"u8, kpis.Change);
        Number(json, "changePercent"u8, kpis.ChangePercent);
        Number(json, "volume"u8, kpis.Volume);
        if (kpis.Currency is not null)
        {
            json.WriteString("currency"u8, kpis.Currency);
        }

        Optional(json, "marketCap"u8, kpis.MarketCap);
        Optional(json, "peRatio"u8, kpis.PeRatio);
        Optional(json, "eps"u8, kpis.Eps);
        Optional(json, "dividend"u8, kpis.Dividend);
        Optional(json, "divYield"u8, kpis.DividendYield);
        Optional(json, "beta"u8, kpis.Beta);
        Optional(json, "fiftyTwoWeekHigh"u8, kpis.FiftyTwoWeekHigh);
        Optional(json, "fiftyTwoWeekLow"u8, kpis.FiftyTwoWeekLow);
        Time(json, "timestamp"u8, kpis.Timestamp);
        json.WriteEndObject();
    });

    public static byte[] Vol(VolSurface surface) => Write(256 + (surface.Points.Count * 160), json =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, surface.Symbol.Value);
        Number(json, "underlyingPrice"u8, surface.UnderlyingPrice);
        json.WriteStartArray("points"u8);
        foreach (var point in surface.Points)
        {
            json.WriteStartObject();
            Number(json, "strike"u8, point.Strike);
            Time(json, "expiry"u8, new DateTimeOffset(point.Expiry, TimeOnly.MinValue, TimeSpan.Zero));
            json.WriteNumber("impliedVol"u8, point.ImpliedVol);
            Optional(json, "delta"u8, point.Delta);
            Optional(json, "gamma"u8, point.Gamma);
            Optional(json, "theta"u8, point.Theta);
            Optional(json, "vega"u8, point.Vega);
            Optional(json, "bidVol"u8, point.BidVol);
            Optional(json, "askVol"u8, point.AskVol);
            Flags(json, point.Arbitrage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Time(json, "timestamp"u8, surface.Timestamp);
        json.WriteEndObject();
    });

    public static byte[] Correlation(CorrelationMatrix matrix) => Write(256 + (matrix.Symbols.Count * matrix.Symbols.Count * 24), json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("symbols"u8);
        foreach (var symbol in matrix.Symbols)
        {
            json.WriteStringValue(symbol.Value);
        }

        json.WriteEndArray();
        json.WriteStartArray("matrix"u8);
        foreach (var row in matrix.Matrix)
        {
            json.WriteStartArray();
            foreach (var cell in row)
            {
                if (cell is { } value)
                {
                    json.WriteNumberValue(value);
                }
                else
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteString("period"u8, matrix.Period.ToText());
        Time(json, "timestamp"u8, matrix.Timestamp);
        json.WriteStartArray("n"u8);
        foreach (var row in matrix.Counts)
        {
            json.WriteStartArray();
            foreach (var count in row)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (matrix.SmallestEigenvalue is { } smallest)
        {
            json.WriteNumber("smallestEigenvalue"u8, smallest);
        }
        else
        {
            json.WriteNull("smallestEigenvalue"u8);
        }

        Optional(json, "warning"u8, matrix.Warning);
        json.WriteEndObject();
    });

    public static void Time(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset value) => json.WriteString(name, value.UtcDateTime);

    /// <summary>A decimal without the trailing zeros that its scale may carry.</summary>
    public static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal value) =>
        json.WriteNumber(name, value / 1.0000000000000000000000000000m);

    private static void Flags(Utf8JsonWriter json, OptionArbitrage flags)
    {
        if (flags == OptionArbitrage.None)
        {
            return;
        }

        json.WriteStartArray("flags"u8);
        if (flags.HasFlag(OptionArbitrage.Calendar))
        {
            json.WriteStringValue("calendar"u8);
        }

        if (flags.HasFlag(OptionArbitrage.Butterfly))
        {
            json.WriteStringValue("butterfly"u8);
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            Number(json, name, number);
        }
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }

    private static byte[] Write(int capacity, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(capacity);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
